#include "scan/scanned.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace postern::scan_test {

json scan(support::CommandLine& postern, SampleTarget const& target, std::vector<std::string> more)
{
    std::vector<std::string> arguments{"scan", target.descriptor_url(), "--format",
                                       "json", "--concurrency",         "32"};
    std::ranges::move(more, std::back_inserter(arguments));
    auto const result = postern.run(std::move(arguments));
    EXPECT_EQ(result.err, "");
    auto report = json::parse(result.out);
    report["exit_status"] = result.status;
    return report;
}

json const* find_check(json const& report, std::string_view id)
{
    for (auto const& check : report.at("checks"))
        if (check.at("id") == id)
            return &check;
    return nullptr;
}

std::vector<std::string> with_verdict(json const& report, std::string_view verdict)
{
    std::vector<std::string> ids;
    for (auto const& check : report.at("checks"))
        if (check.at("verdict") == verdict)
            ids.push_back(check.at("id"));
    return ids;
}

void expect_proof(json const& report, json const& check)
{
    for (auto const& finding : check.at("findings")) {
        if (finding.at("verdict") != "fail")
            continue;
        if (finding.at("exchanges").empty()) {
            EXPECT_FALSE(finding.at("proof").empty()) << finding.dump(2);
            return;
        }
        for (auto const& exchange : report.at("exchanges"))
            if (exchange.at("id") == finding.at("exchanges").at(0)) {
                EXPECT_TRUE(exchange.contains("response")) << exchange.dump(2);
                return;
            }
        FAIL() << "the exchange of a finding is not in the report: " << finding.dump(2);
    }
    FAIL() << "a check fails without a finding that does: " << check.dump(2);
}

} // namespace postern::scan_test
