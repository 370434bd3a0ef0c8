#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace postern::checks {

extern Check const vulnerable_components;

namespace {

using evidence::Evidence;
using evidence::Resource;
using support::healthy;
using support::html;
using testing::Contains;
using testing::HasSubstr;

constexpr std::string_view lodash = "/**\n * @license\n * lodash 4.17.4 lodash.com/license\n */\n";
constexpr std::string_view jquery = "/*! jQuery v3.4.1 | (c) */\n";

Verdict judged(std::function<void(Evidence&)> const& spoil)
{
    auto evidence = healthy();
    spoil(evidence);
    return vulnerable_components.run(evidence);
}

Verdict of_script(http::Outcome outcome)
{
    return judged([&](Evidence& evidence) { evidence.resources->resources[0].exchange->outcome = outcome; });
}

http::Response script(std::string_view text)
{
    return http::make_response(200, "text/javascript", std::string(text));
}

TEST(VulnerableComponents, names_the_library_its_vulnerabilities_and_the_data)
{
    auto const verdict = of_script(script(lodash));
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1u);
    auto const& finding = verdict.findings[0];
    EXPECT_EQ(finding.subject, "lodash 4.17.4");
    EXPECT_EQ(finding.endpoint, support::page_id);
    EXPECT_GE(finding.severity, Severity::high);
    EXPECT_EQ(finding.exchanges.size(), 2u); // the script, and the page that loads it
    EXPECT_THAT(finding.proof, Contains("in https://app.example/app.js"));
    EXPECT_THAT(finding.proof, Contains(HasSubstr("CVE-")));
    EXPECT_THAT(finding.proof.back(), HasSubstr("by the data of "));
}

TEST(VulnerableComponents, warns_of_what_is_only_medium_or_low)
{
    auto const verdict = of_script(script(jquery));
    ASSERT_EQ(verdict.outcome, Outcome::warn) << verdict.summary;
    EXPECT_EQ(verdict.findings[0].subject, "jquery 3.4.1");
    EXPECT_LE(verdict.findings[0].severity, Severity::medium);
}

TEST(VulnerableComponents, looks_into_scripts_in_the_page_and_at_the_addresses_of_others)
{
    auto const inside = judged([](Evidence& evidence) {
        evidence.admin->attempts[1].with_token.hops[0].outcome =
            html("<script>" + std::string(lodash) + "</script>");
    });
    ASSERT_EQ(inside.outcome, Outcome::fail);
    EXPECT_THAT(inside.findings[0].proof, Contains("in a script in the page, line 1"));

    auto const address = judged([](Evidence& evidence) {
        evidence.resources->resources.push_back({.kind = Resource::Kind::third_party,
                                                 .url = "https://cdn.example/jquery-1.8.1.min.js",
                                                 .endpoint = std::string(support::page_id),
                                                 .skipped = "another host"});
    });
    ASSERT_EQ(address.outcome, Outcome::warn) << address.summary;
    EXPECT_EQ(address.findings[0].subject, "jquery 1.8.1");
}

TEST(VulnerableComponents, says_what_it_could_not_see_beside_what_it_found)
{
    auto const beside = [](std::string_view library, http::Outcome const& other) {
        return judged([&](Evidence& evidence) {
            auto& resources = evidence.resources->resources;
            resources.push_back(resources.at(0));
            resources[0].exchange->outcome = script(library);
            resources[1].exchange->outcome = other;
        });
    };
    http::TransportFailure const silence{http::TransportFailureKind::timed_out, "30 s"};
    auto const failed = beside(lodash, silence);
    EXPECT_EQ(failed.outcome, Outcome::fail);
    ASSERT_EQ(failed.findings.size(), 2u);
    EXPECT_THAT(failed.findings, Contains(testing::Field(&Finding::outcome, Outcome::inconclusive)));
    EXPECT_EQ(beside(lodash, script("x();")).findings.size(), 1u);
    auto const warned = beside(jquery, silence);
    EXPECT_EQ(warned.outcome, Outcome::inconclusive) << "a warning is less than what was not seen";
    EXPECT_EQ(warned.findings.size(), 1u);
}

TEST(VulnerableComponents, does_not_pass_where_a_script_was_not_seen_whole)
{
    auto cut_off = script("x();");
    cut_off.body_bytes = 9'000'000;
    EXPECT_EQ(of_script(cut_off).outcome, Outcome::manual);
    EXPECT_EQ(of_script(http::make_response(302, "", "")).outcome, Outcome::manual);
    EXPECT_EQ(of_script(http::make_response(503, "", "")).outcome, Outcome::inconclusive);
    EXPECT_EQ(of_script(http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"}).outcome,
              Outcome::inconclusive);
}

TEST(VulnerableComponents, names_what_it_recognised_where_it_passes)
{
    EXPECT_THAT(of_script(script("/*! jQuery v3.7.1 | (c) */")).summary,
                testing::AllOf(HasSubstr("recognised: jquery 3.7.1"), HasSubstr("no known vulnerability")));
    EXPECT_EQ(of_script(http::make_response(404, "", "")).outcome, Outcome::pass);
}

// An app that shows nothing without a token must not make the scan incomplete.
TEST(VulnerableComponents, leaves_an_app_whose_pages_all_refuse_to_a_person)
{
    auto const verdict = judged([](Evidence& evidence) {
        evidence.resources->resources.clear();
        evidence.admin->attempts.clear();
    });
    EXPECT_EQ(verdict.outcome, Outcome::manual);
    EXPECT_THAT(verdict.summary, HasSubstr("no page gave HTML"));
}

} // namespace
} // namespace postern::checks
