// Writes the HTML report of a large app: 500 endpoints, each with 25 exchanges and three findings. Prints how
// long the renderer took. Usage: postern_bench_html FILE

#include "report/html.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <string>

namespace {

using namespace postern;
using namespace std::chrono_literals;

constexpr int endpoint_count = 500;
constexpr int exchanges_per_endpoint = 25;
constexpr int findings_per_endpoint = 3;
constexpr auto body_bytes = 3000u;

http::Exchange exchange(int endpoint, int number)
{
    auto response = http::make_response(200, "text/html; charset=utf-8", std::string(body_bytes, 'x'));
    response.headers.set("Cache-Control", "no-store");
    return {
        .id = fmt::format("e{}", endpoint * exchanges_per_endpoint + number),
        .request = {.url = fmt::format("https://app.example/page/{}?issueKey=PTRN-{}&jwt="
                                       "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwb3N0ZXJuLXRlc3Qta2V5LWEifQ.Zm9yZ2Vk",
                                       endpoint, number),
                    .headers = {{"Accept", "text/html"}, {"User-Agent", "postern"}}},
        .outcome = std::move(response),
        .elapsed = 12ms};
}

report::Finding finding(int endpoint, int number)
{
    report::Finding finding{
        .id = fmt::format("{:012x}", endpoint * findings_per_endpoint + number),
        .endpoint = fmt::format("generalPages/page-{}", endpoint),
        .module = fmt::format("generalPages page-{} (line {}, column 16)", endpoint, endpoint * 6 + 10),
        .position = {endpoint * 6 + 10, 16},
        .severity = checks::Severity::high,
        .message = "GET without a token answered 200 with 3000 bytes of text/html that "
                   "carries the value of issue.key"};
    for (auto i = number; i < exchanges_per_endpoint; i += findings_per_endpoint)
        finding.exchanges.push_back(fmt::format("e{}", endpoint * exchanges_per_endpoint + i));
    return finding;
}

report::Report large_report()
{
    report::Report report{.tool_version = "0.1.0",
                          .target = {.platform = "Atlassian Connect",
                                     .descriptor = "https://app.example/atlassian-connect.json",
                                     .app_key = "large-app",
                                     .app_name = "Large app",
                                     .base_url = "https://app.example"},
                          .complete = true,
                          .catalogue = "marketplace-2023"};
    for (auto const* id : {"anonymous-access", "forged-token", "lifecycle-signature"})
        report.checks.push_back({.id = id,
                                 .title = "Endpoints give content to requests without a token",
                                 .outcome = checks::Outcome::fail,
                                 .requirements = {"1.1"},
                                 .summary = "500 of 500 endpoints gave content",
                                 .why = "Whoever knows the address reads what the app shows.",
                                 .cwe = 306});
    for (auto i = 0; i < endpoint_count; ++i) {
        for (auto j = 0; j < exchanges_per_endpoint; ++j)
            report.exchanges.push_back(exchange(i, j));
        for (auto j = 0; j < findings_per_endpoint; ++j)
            report.checks[static_cast<std::size_t>(j)].findings.push_back(finding(i, j));
        report.coverage.push_back({.endpoint = fmt::format("generalPages/page-{}", i),
                                   .kind = "page",
                                   .url = fmt::format("/page/{}?issueKey={{issue.key}}", i),
                                   .position = {i * 6 + 10, 16},
                                   .state = report::Coverage::State::probed,
                                   .requests = exchanges_per_endpoint});
    }
    for (auto i = 0; i < 35; ++i)
        report.requirements.push_back({.id = fmt::format("{}", i + 1),
                                       .title = "A requirement",
                                       .outcome = checks::Outcome::fail,
                                       .checks = {"anonymous-access"}});
    return report;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        fmt::print(stderr, "usage: postern_bench_html FILE\n");
        return 64;
    }
    auto const report = large_report();
    auto const start = std::chrono::steady_clock::now();
    {
        std::ofstream out(argv[1], std::ios::binary);
        report::write_html(report, out);
    }
    auto const took = std::chrono::steady_clock::now() - start;
    fmt::print("{} endpoints, {} exchanges, {} findings: written in {} ms\n", endpoint_count,
               report.exchanges.size(), endpoint_count * findings_per_endpoint,
               std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
}
