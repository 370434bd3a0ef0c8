#include "cli/scan_log.hpp"

#include "cli/log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace postern::cli {

using Json = nlohmann::ordered_json;

void log_scan_started(Environment& environment, std::string const& descriptor, scan::Plan const& plan)
{
    auto const requests = plan.steps().size();
    log_event(environment, {.level = LogLevel::info,
                            .name = "scan-started",
                            .message = fmt::format("scanning {}: {} requests are planned at {} endpoints",
                                                   descriptor, requests, plan.app.endpoints.size()),
                            .fields = {{"descriptor", descriptor},
                                       {"app_key", plan.app.key},
                                       {"base_url", plan.app.base_url.text()},
                                       {"endpoints", plan.app.endpoints.size()},
                                       {"requests_planned", requests}}});
}

void log_exchange(Environment& environment, http::Exchange const& exchange)
{
    if (!is_logged(environment, LogLevel::debug))
        return;
    auto const milliseconds = static_cast<double>(exchange.elapsed.count()) / 1000;
    auto const url = exchange.request.url.substr(0, exchange.request.url.find_first_of("?#"));
    Json fields{{"method", exchange.request.method}, {"url", url}, {"milliseconds", milliseconds}};
    std::string came;
    if (auto const* response = exchange.response()) {
        fields["status"] = response->status;
        came = fmt::format("{}", response->status);
    } else {
        auto const& failure = std::get<http::TransportFailure>(exchange.outcome);
        fields["failure"] = http::name(failure.kind);
        came = http::in_words(failure.kind);
    }
    log_event(environment, {.level = LogLevel::debug,
                            .name = "request",
                            .message = fmt::format("{} {}: {}, {:.1f} ms", exchange.request.method, url, came,
                                                   milliseconds),
                            .fields = std::move(fields)});
}

void log_scan_finished(Environment& environment, report::Report const& report, int exit_status)
{
    auto const took =
        std::chrono::duration_cast<std::chrono::milliseconds>(report.ended_at - report.started_at);
    auto const failed = std::ranges::count_if(report.checks, [](report::CheckResult const& check) {
        return check.outcome == checks::Outcome::fail;
    });
    log_event(environment,
              {.level = LogLevel::info,
               .name = "scan-finished",
               .message = fmt::format("scanned {} in {}: {} of {} checks fail{}", report.target.descriptor,
                                      took, failed, report.checks.size(),
                                      report.complete ? "" : "; the scan is incomplete"),
               .fields = {{"descriptor", report.target.descriptor},
                          {"complete", report.complete},
                          {"checks_failed", failed},
                          {"exchanges", report.exchanges.size()},
                          {"milliseconds", took.count()},
                          {"exit_status", exit_status}}});
}

} // namespace postern::cli
