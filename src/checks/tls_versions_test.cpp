#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const tls_versions;

namespace {

using evidence::Evidence;
using testing::ElementsAre;
using testing::HasSubstr;
using tls::Reply;

class TlsVersions : public testing::Test {
protected:
    Evidence evidence_ = support::healthy();
    evidence::TlsHost& app() { return evidence_.tls->hosts[0]; }
    evidence::TlsHost& vendor() { return evidence_.tls->hosts[1]; }

    [[nodiscard]] Verdict run() const { return tls_versions.run(evidence_); }
    static void accept(evidence::TlsHost& host, std::size_t version)
    {
        host.addresses[0].versions[version].reply = Reply::accepted;
        host.addresses[0].versions[version].suites = {0x002f};
    }
};

TEST_F(TlsVersions, that_are_new_pass)
{
    auto const verdict = run();
    EXPECT_EQ(verdict.outcome, Outcome::pass);
    EXPECT_EQ(verdict.summary, "2 hosts accept TLS 1.2 or newer only (SSL 2 is not asked for)");
}

TEST_F(TlsVersions, that_are_old_fail_with_proof_and_a_command)
{
    accept(app(), 2);
    accept(app(), 3);
    auto const verdict = run();
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1u);
    auto const& finding = verdict.findings[0];
    EXPECT_EQ(finding.subject, "app.example:443");
    EXPECT_THAT(finding.message, HasSubstr("TLS 1.0, TLS 1.1"));
    EXPECT_THAT(finding.proof, ElementsAre("192.0.2.1: TLS 1.0 accepted with TLS_RSA_WITH_AES_128_CBC_SHA",
                                           "192.0.2.1: TLS 1.1 accepted with TLS_RSA_WITH_AES_128_CBC_SHA"));
    EXPECT_EQ(finding.repeat, "openssl s_client -connect 'app.example:443' -servername app.example -tls1_1 "
                              "-cipher 'ALL:@SECLEVEL=0' </dev/null");
}

TEST_F(TlsVersions, that_are_old_at_any_address_fail)
{
    app().addresses.push_back(app().addresses[0]);
    app().addresses[1].address = "2001:db8::1";
    app().addresses[1].versions[4].reply = Reply::accepted;
    EXPECT_EQ(run().outcome, Outcome::fail);
}

TEST_F(TlsVersions, of_a_host_that_is_only_named_are_a_warning)
{
    accept(vendor(), 2);
    EXPECT_EQ(run().outcome, Outcome::warn);
}

TEST_F(TlsVersions, that_are_met_with_silence_count_as_refused_where_another_is_accepted)
{
    app().addresses[0].versions[4].reply = Reply::silent;
    EXPECT_EQ(run().outcome, Outcome::pass);
}

TEST_F(TlsVersions, of_an_address_without_a_connection_are_left_out_where_another_answers)
{
    app().addresses.push_back({.address = "2001:db8::1", .unreachable = "Network is unreachable"});
    EXPECT_EQ(run().outcome, Outcome::pass);
    app().addresses.erase(app().addresses.begin());
    EXPECT_EQ(run().outcome, Outcome::inconclusive);
}

TEST_F(TlsVersions, that_could_not_be_asked_for_are_inconclusive)
{
    struct Row {
        char const* name;
        std::function<void(evidence::TlsHost&)> spoil;
    };
    for (auto const& [name, spoil] : {
             Row{"none accepted",
                 [](auto& host) {
                     for (auto& asked : host.addresses[0].versions)
                         asked.reply = Reply::refused;
                 }},
             Row{"one is missing", [](auto& host) { host.addresses[0].versions.pop_back(); }},
             Row{"connection refused meanwhile",
                 [](auto& host) { host.addresses[0].versions[4].reply = Reply::unreachable; }},
             Row{"cut off", [](auto& host) { host.cut_off = "the scan was interrupted"; }},
             Row{"proxy", [](auto& host) { host.not_looked_at = "the way there is through a proxy"; }},
             Row{"no name", [](auto& host) { host.unresolved = "Host not found"; }},
         }) {
        evidence_ = support::healthy();
        spoil(app());
        EXPECT_EQ(run().outcome, Outcome::inconclusive) << name;
    }
}

TEST_F(TlsVersions, fail_where_a_public_app_has_no_tls)
{
    evidence_.hosts[0].scheme = evidence::Host::Scheme::http;
    auto const verdict = run();
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("plain HTTP"));
    evidence_.hosts[0].role = evidence::Host::Role::descriptor;
    EXPECT_EQ(run().outcome, Outcome::warn);
}

TEST_F(TlsVersions, are_not_applicable_to_plain_http_in_development)
{
    evidence_.hosts[0].scheme = evidence::Host::Scheme::http;
    app().reach = evidence::TlsHost::Reach::local;
    evidence_.tls->hosts.pop_back();
    auto const verdict = run();
    EXPECT_EQ(verdict.outcome, Outcome::not_applicable);
    EXPECT_THAT(verdict.summary, HasSubstr("private network"));
}

TEST_F(TlsVersions, of_a_host_with_an_odd_name_give_no_command)
{
    evidence_.hosts[0].name = "app.example'; x";
    app().host = "app.example'; x:443";
    accept(app(), 2);
    EXPECT_EQ(run().findings.at(0).repeat, "");
}

} // namespace
} // namespace postern::checks
