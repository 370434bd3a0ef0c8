#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const https_redirect;

namespace {

using http::TransportFailure;
using http::TransportFailureKind;

http::Response redirect_to(std::string_view location)
{
    auto response = http::make_response(302, "", "");
    response.headers.set("Location", location);
    return response;
}

class HttpsRedirect : public testing::Test {
protected:
    evidence::Evidence evidence_ = support::healthy();
    evidence::TlsHost& app() { return evidence_.tls->hosts[0]; }

    Outcome judged(http::Outcome plain)
    {
        app().plain->outcome = std::move(plain);
        return https_redirect.run(evidence_).outcome;
    }
};

TEST_F(HttpsRedirect, to_https_passes)
{
    EXPECT_EQ(https_redirect.run(evidence_).outcome, Outcome::pass);
    EXPECT_EQ(judged(redirect_to("https://www.app.example/")), Outcome::pass);
}

TEST_F(HttpsRedirect, that_is_none_fails_or_warns)
{
    EXPECT_EQ(judged(support::html("hello")), Outcome::fail);
    EXPECT_EQ(judged(support::html("", 304)), Outcome::fail);
    EXPECT_EQ(judged(support::html("no", 404)), Outcome::warn);
    EXPECT_EQ(judged(support::html("no", 503)), Outcome::warn);
    EXPECT_EQ(judged(redirect_to("/start")), Outcome::warn);
    EXPECT_EQ(judged(redirect_to("http://www.app.example/")), Outcome::warn);
    EXPECT_EQ(judged(http::make_response(301, "", "")), Outcome::warn);
}

TEST_F(HttpsRedirect, is_not_needed_where_the_port_is_closed_and_https_answers)
{
    TransportFailure const refused{TransportFailureKind::connection_refused, "refused"};
    EXPECT_EQ(judged(refused), Outcome::pass);
    EXPECT_EQ(judged(TransportFailure{TransportFailureKind::timed_out, "30 s"}), Outcome::pass);
    app().secure->outcome = refused;
    EXPECT_EQ(judged(refused), Outcome::inconclusive);
}

TEST_F(HttpsRedirect, that_could_not_be_asked_for_is_inconclusive)
{
    for (auto const kind : {TransportFailureKind::name_not_resolved, TransportFailureKind::proxy_failed,
                            TransportFailureKind::deadline_passed, TransportFailureKind::cancelled})
        EXPECT_EQ(judged(TransportFailure{kind, ""}), Outcome::inconclusive) << http::name(kind);
}

TEST_F(HttpsRedirect, belongs_to_no_other_port_than_443)
{
    app().plain.reset();
    app().plain_not_sent = "HTTPS is on port 8443, to which no port for plain HTTP belongs";
    auto const verdict = https_redirect.run(evidence_);
    EXPECT_EQ(verdict.outcome, Outcome::not_applicable);
    EXPECT_EQ(verdict.summary, app().plain_not_sent);
}

} // namespace
} // namespace postern::checks
