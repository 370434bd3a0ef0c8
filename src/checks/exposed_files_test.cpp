#include "checks/check.hpp"
#include "checks/exposed_files.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const exposed_files;

namespace {

using evidence::Evidence;
using evidence::ExposedPaths;
using http::TransportFailure;
using http::TransportFailureKind;
using Kind = evidence::PathAttempt::Kind;
using support::healthy;
using testing::HasSubstr;

http::Response file(std::string body)
{
    return http::make_response(200, "application/octet-stream", std::move(body));
}

// What the server says at one of the addresses of healthy(), or at all of them.
void at(Evidence& evidence, std::string_view path, http::Outcome const& outcome)
{
    for (auto& attempt : evidence.exposed_paths->attempts)
        if (path.empty() || attempt.path == path)
            attempt.exchange.outcome = outcome;
}

Verdict judged(std::string_view path, http::Outcome const& outcome)
{
    auto evidence = healthy();
    at(evidence, path, outcome);
    return exposed_files.run(evidence);
}

TEST(ExposedFiles, fails_what_is_served)
{
    auto const verdict = judged("/.env", file("DB_HOST=db\nDB_PASSWORD=x\n"));
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1u);
    EXPECT_EQ(verdict.findings[0].subject, "/.env");
    EXPECT_EQ(verdict.findings[0].severity, Severity::critical);
    EXPECT_THAT(verdict.findings[0].message,
                HasSubstr("GET https://app.example/.env without a token answered 200 with 25 bytes: file of "
                          "environment variables (it holds the passwords"));
    EXPECT_EQ(judged("/.git/HEAD", file("ref: refs/heads/main\n")).outcome, Outcome::fail);
    EXPECT_EQ(judged("/actuator/env", file(R"({"activeProfiles":[],"propertySources":[]})")).outcome,
              Outcome::fail);
}

TEST(ExposedFiles, looks_at_what_an_answer_holds_and_not_at_its_status)
{
    auto const page = support::html("<!doctype html><div id=app></div><script>A=1</script>");
    EXPECT_EQ(judged("", page).outcome, Outcome::pass) << "a start page for everything";
    EXPECT_EQ(judged("/.env", file("hello")).outcome, Outcome::pass);
    EXPECT_EQ(judged("/.env", http::make_response(403, "", "DB_HOST=db\n")).outcome, Outcome::pass);
    EXPECT_EQ(judged("/.git/HEAD", file("see ref: refs/heads/main")).outcome, Outcome::pass);
    EXPECT_EQ(judged("", file("A_B=what stands everywhere\n")).outcome, Outcome::pass);
}

TEST(ExposedFiles, takes_a_cut_connection_for_a_refusal_where_the_server_answers_otherwise)
{
    EXPECT_EQ(judged("/.env", TransportFailure{TransportFailureKind::connection_lost, "reset"}).outcome,
              Outcome::pass);
    EXPECT_EQ(judged("/.env", TransportFailure{TransportFailureKind::timed_out, "30 s"}).outcome,
              Outcome::inconclusive);
    EXPECT_EQ(judged("", TransportFailure{TransportFailureKind::connection_lost, "reset"}).outcome,
              Outcome::inconclusive);
    EXPECT_EQ(judged("", http::make_response(503, "", "")).outcome, Outcome::inconclusive);
}

TEST(ExposedFiles, tells_the_same_file_at_two_places_apart)
{
    auto evidence = healthy();
    auto& attempts = evidence.exposed_paths->attempts;
    at(evidence, "/.env", file("DB_HOST=db\n"));
    auto below = attempts[1];
    below.base += "/notes";
    below.exchange.request.url = below.base + below.path;
    attempts.push_back(below);
    auto const verdict = exposed_files.run(evidence);
    ASSERT_EQ(verdict.findings.size(), 2u);
    EXPECT_EQ(verdict.findings[0].subject, "/.env");
    EXPECT_EQ(verdict.findings[1].subject, "/notes/.env");
}

TEST(ExposedFiles, says_beside_what_is_served_what_was_not_looked_at)
{
    auto evidence = healthy();
    at(evidence, "/.env", file("DB_HOST=db\nDB_NAME=notes\nDB_USER=app\nDB_PASSWORD=x\n"));
    auto const one = exposed_files.run(evidence);
    ASSERT_EQ(one.outcome, Outcome::fail);
    at(evidence, "/.git/HEAD", http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"});
    auto const both = exposed_files.run(evidence);
    EXPECT_EQ(both.outcome, Outcome::fail);
    ASSERT_EQ(both.findings.size(), one.findings.size() + 1);
    EXPECT_THAT(both.findings, testing::Contains(testing::Field(&Finding::outcome, Outcome::inconclusive)));
}

TEST(ExposedFiles, does_not_apply_where_it_is_turned_off)
{
    auto evidence = healthy();
    evidence.exposed_paths = ExposedPaths{.wish = ExposedPaths::Wish::turned_off};
    EXPECT_EQ(exposed_files.run(evidence), not_applicable("turned off by --no-paths"));
}

TEST(ExposedFiles, have_severities_that_exist)
{
    for (auto const& path : evidence::sensitive_paths())
        EXPECT_TRUE(severity_from(path.severity)) << path.path;
}

} // namespace
} // namespace postern::checks
