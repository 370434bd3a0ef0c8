#include "cli/progress.hpp"

#include <fmt/format.h>

#include <ostream>

namespace postern::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto redraw_interval = 100ms;

bool wanted(Environment const& environment, ProgressLine::Wish wish)
{
    return wish == ProgressLine::Wish::shown && environment.err_stream == Stream::terminal &&
           environment.variable("TERM") != "dumb";
}

} // namespace

ProgressLine::ProgressLine(Environment& environment, Wish wish)
    : environment_(environment),
      shown_(wanted(environment, wish))
{
}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::show(scan::Progress const& progress)
{
    auto const now = environment_.clock.now();
    if (!shown_ || (width_ > 0 && now - last_ < redraw_interval))
        return;
    last_ = now;
    auto const line =
        fmt::format("Scanning: {} of {} endpoints, {} of {} requests", progress.endpoints_done,
                    progress.endpoints_planned, progress.requests_answered, progress.requests_planned);
    environment_.err << '\r' << fmt::format("{:{}}", line, width_) << std::flush;
    width_ = line.size();
}

void ProgressLine::clear()
{
    if (width_ > 0)
        environment_.err << '\r' << std::string(width_, ' ') << '\r' << std::flush;
    width_ = 0;
}

} // namespace postern::cli
