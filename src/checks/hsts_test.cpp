#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const hsts;

namespace {

using testing::HasSubstr;

// Of the app's answers over HTTPS only the one that was asked for here is left.
class HstsCheck : public testing::Test {
protected:
    HstsCheck()
    {
        evidence_.admin->attempts.clear();
        evidence_.resources->resources.clear();
    }

    evidence::Evidence evidence_ = support::healthy();
    evidence::TlsHost& app() { return evidence_.tls->hosts[0]; }

    [[nodiscard]] Verdict run() const { return hsts.run(evidence_); }

    Verdict judged(std::vector<std::string> const& fields)
    {
        auto response = http::make_response(404, "text/plain", "");
        for (auto const& value : fields)
            EXPECT_TRUE(response.headers.add("Strict-Transport-Security", value));
        app().secure->outcome = std::move(response);
        return run();
    }
};

TEST_F(HstsCheck, is_judged_by_its_value)
{
    struct Row {
        std::vector<std::string> fields;
        Outcome outcome;
        std::string subject;
    };
    using enum Outcome;
    for (auto const& [fields, outcome, subject] : {
             Row{{"max-age=31536000; includeSubDomains"}, pass, ""},
             Row{{"includeSubDomains; max-age=\"63072000\"; preload"}, pass, ""},
             Row{{"max-age=31536000"}, warn, "subdomains"},
             Row{{}, fail, "missing"},
             Row{{"max-age=31535999; includeSubDomains"}, fail, "max-age"},
             Row{{"max-age=300"}, fail, "max-age"},
             Row{{"max-age=0"}, fail, "max-age"},
             Row{{"max-age=31536000; max-age=31536000"}, fail, "invalid"},
             Row{{"includeSubDomains"}, fail, "invalid"},
             Row{{"max-age=31536000; includeSubDomains", "max-age=0"}, fail, "repeated"},
             Row{{"max-age=31536000; includeSubDomains", "max-age=31536000; includeSubDomains"},
                 warn,
                 "repeated"},
             Row{{"max-age=0", "max-age=0"}, fail, "max-age"},
         }) {
        auto const verdict = judged(fields);
        EXPECT_EQ(verdict.outcome, outcome) << testing::PrintToString(fields);
        if (!subject.empty())
            EXPECT_EQ(verdict.findings.at(0).subject, "app.example:443: " + subject);
        if (!subject.empty())
            EXPECT_EQ(verdict.findings.at(0).exchanges.at(0), app().secure->id);
    }
}

TEST_F(HstsCheck, warns_where_only_some_answers_have_it)
{
    support::answer(evidence_, support::page_id, support::without_token(), support::html("hello"));
    auto const verdict = run();
    EXPECT_EQ(verdict.outcome, Outcome::warn);
    EXPECT_THAT(verdict.findings.at(0).message,
                HasSubstr("without Strict-Transport-Security to 3 of 4 requests"));
}

TEST_F(HstsCheck, does_not_count_over_plain_http)
{
    app().plain->outcome = app().secure->outcome;
    EXPECT_EQ(judged({}).outcome, Outcome::fail);
}

TEST_F(HstsCheck, means_nothing_for_an_ip_address)
{
    evidence_.hosts[0].name = "[2001:db8::1]";
    app().host = "[2001:db8::1]:443";
    EXPECT_EQ(run().outcome, Outcome::not_applicable);
    EXPECT_THAT(run().summary, HasSubstr("IP address"));
}

TEST_F(HstsCheck, is_inconclusive_where_nothing_answers_over_https)
{
    app().secure->outcome = http::TransportFailure{http::TransportFailureKind::tls_failed, "expired"};
    EXPECT_EQ(run().outcome, Outcome::inconclusive);
}

TEST_F(HstsCheck, of_another_port_is_not_that_of_this_one)
{
    app().secure->request.url = "https://app.example:8443/";
    EXPECT_EQ(run().outcome, Outcome::inconclusive);
}

} // namespace
} // namespace postern::checks
