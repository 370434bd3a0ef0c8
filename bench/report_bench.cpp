// The cost of each report format: an app with 50 endpoints, 700 exchanges and 200 findings. Prints the
// milliseconds that each takes to write and ends with 1 where one takes more than write_max.

#include "cli/report_formats.hpp"
#include "report/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <sstream>

namespace {

using namespace postern;
using namespace std::chrono_literals;

constexpr int endpoint_count = 50;
constexpr int exchanges_per_endpoint = 14;
constexpr int failing_checks = 4;
constexpr int passing_checks = 26;
constexpr std::size_t body_bytes = 4 * 1024;
constexpr std::chrono::duration<double, std::milli> write_max = 100ms;

http::Exchange exchange(int number)
{
    auto const text = fmt::format("<p>{}</p>", std::string(body_bytes, 'x'));
    return {.id = fmt::format("e{}", number),
            .request = {.url = fmt::format("https://app.example/page-{}?issue=PTRN-{}", number, number),
                        .headers = http::Headers{{"User-Agent", "postern"}, {"Accept", "text/html"}}},
            .outcome = http::make_response(200, "text/html; charset=utf-8", text)};
}

report::CheckResult check(int number, checks::Outcome outcome)
{
    return {.id = fmt::format("check-{}", number),
            .title = "Pages refuse what they should refuse",
            .outcome = outcome,
            .requirements = {"1.1"},
            .summary = "50 of 50 pages",
            .why = "It matters.",
            .cwe = 306};
}

report::Report example()
{
    report::Report report{.tool_version = "bench", .complete = true, .catalogue = "bench"};
    report.target = {.platform = "Atlassian Connect",
                     .descriptor = "https://app.example/atlassian-connect.json",
                     .app_key = "bench",
                     .app_name = "Bench",
                     .base_url = "https://app.example"};
    for (int number = 1; number <= endpoint_count * exchanges_per_endpoint; ++number)
        report.exchanges.push_back(exchange(number));
    for (int number = 0; number < failing_checks + passing_checks; ++number)
        report.checks.push_back(
            check(number, number < failing_checks ? checks::Outcome::fail : checks::Outcome::pass));
    for (int number = 0; number < failing_checks; ++number)
        for (int endpoint = 0; endpoint < endpoint_count; ++endpoint)
            report.checks[static_cast<std::size_t>(number)].findings.push_back(
                {.id = fmt::format("{:06x}{:06x}", number, endpoint),
                 .endpoint = fmt::format("webPanels/panel-{}", endpoint),
                 .message = "GET without a token answered 200",
                 .explanation = std::string(body_bytes / 4, 'y'),
                 .exchanges = {fmt::format("e{}", 1 + endpoint * exchanges_per_endpoint),
                               fmt::format("e{}", 2 + endpoint * exchanges_per_endpoint)}});
    for (int endpoint = 0; endpoint < endpoint_count; ++endpoint)
        report.coverage.push_back({.endpoint = fmt::format("webPanels/panel-{}", endpoint),
                                   .kind = "page",
                                   .state = report::Coverage::State::probed,
                                   .requests = exchanges_per_endpoint});
    return report;
}

// The quickest of a few: what others do on the machine only ever adds.
bool quick(std::string_view name, std::function<void(std::ostream&)> const& write)
{
    constexpr int tries = 5;
    auto best = std::chrono::duration<double, std::milli>::max();
    std::size_t bytes = 0;
    for (int attempt = 0; attempt < tries; ++attempt) {
        std::ostringstream out;
        auto const start = std::chrono::steady_clock::now();
        write(out);
        best = std::min<decltype(best)>(best, std::chrono::steady_clock::now() - start);
        bytes = out.str().size();
    }
    fmt::print("{:<14}{:>8.1f} ms{:>12} bytes\n", name, best.count(), bytes);
    return best <= write_max;
}

} // namespace

int main()
{
    auto const report = example();
    bool all_quick = quick("terminal", [&](std::ostream& out) { report::write_terminal(report, {}, out); });
    for (auto const& format : cli::file_formats())
        all_quick &= quick(format.name, [&](std::ostream& out) { format.write(report, out); });
    if (!all_quick)
        fmt::print("more than {:.0f} ms\n", write_max.count());
    return all_quick ? 0 : 1;
}
