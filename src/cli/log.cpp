#include "cli/log.hpp"

#include "report/text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ostream>

namespace postern::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word(LogLevel level)
{
    switch (level) {
    case LogLevel::error:
        return "error";
    case LogLevel::warning:
        return "warning";
    case LogLevel::info:
        return "info";
    case LogLevel::debug:
        return "debug";
    }
    return "";
}

// RFC 3339, in UTC.
std::string now(Environment const& environment)
{
    auto const time = environment.clock.now();
    auto const seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), (time - seconds).count());
}

} // namespace

bool is_logged(Environment const& environment, LogLevel level) { return level <= environment.log.most; }

void log_problem(Environment& environment, std::string_view message)
{
    log_event(environment, {.level = LogLevel::error,
                            .name = "error",
                            .message = std::string(message),
                            .fields = Json::object()});
}

void log_event(Environment& environment, LogEvent const& event)
{
    if (!is_logged(environment, event.level))
        return;
    if (environment.log.format == LogStyle::Format::text) {
        environment.err << "postern: " << report::printable(event.message, report::Characters::utf8)
                        << std::endl;
        return;
    }
    Json line{{"time", now(environment)},
              {"level", word(event.level)},
              {"event", event.name},
              {"message", event.message}};
    line.update(event.fields);
    environment.err << line.dump(-1, ' ', true, Json::error_handler_t::replace) << std::endl;
}

} // namespace postern::cli
