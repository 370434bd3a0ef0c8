#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const tls_certificate;

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class TlsCertificate : public testing::Test {
protected:
    evidence::Evidence evidence_ = support::healthy();
    evidence::TlsHost& app() { return evidence_.tls->hosts[0]; }
    evidence::TlsHost& vendor() { return evidence_.tls->hosts[1]; }

    [[nodiscard]] Verdict run() const { return tls_certificate.run(evidence_); }
    static tls::Session& session(evidence::TlsHost& host) { return *host.addresses[0].session; }
    static tls::Certificate& leaf(evidence::TlsHost& host) { return session(host).chain[0]; }
};

TEST_F(TlsCertificate, that_is_valid_passes)
{
    EXPECT_EQ(run().outcome, Outcome::pass);
    EXPECT_THAT(run().summary, HasSubstr("2 hosts"));
}

TEST_F(TlsCertificate, that_is_wrong_says_how)
{
    struct Row {
        std::string subject;
        Outcome outcome;
        std::function<void(tls::Session&, TimePoint)> spoil;
    };
    using enum Outcome;
    for (auto const& [subject, outcome, spoil] : {
             Row{"untrusted", fail, [](auto& s, auto) { s.trust.untrusted = "self-signed certificate"; }},
             Row{"name", fail, [](auto& s, auto) { s.name = tls::NameMatch::differs; }},
             Row{"expired", fail, [](auto& s, auto now) { s.chain[0].not_after = now - 1s; }},
             Row{"not yet valid", fail, [](auto& s, auto now) { s.chain[0].not_before = now + 1s; }},
             Row{"expires soon", warn,
                 [](auto& s, auto now) {
                     s.chain[0].not_before = now - 24h * 70;
                     s.chain[0].not_after = now + 24h * 20;
                 }},
             Row{"outdated authority", fail, [](auto& s, auto) { s.trust.outdated = {"CN=Old Authority"}; }},
             Row{"signature", fail, [](auto& s, auto) { s.chain[0].signature = "sha1WithRSAEncryption"; }},
             Row{"signature", fail, [](auto& s, auto) { s.chain[0].signature = "md5WithRSAEncryption"; }},
             Row{"signature", fail, [](auto& s, auto) { s.chain[0].signature = "ecdsa-with-SHA1"; }},
             Row{"key", fail,
                 [](auto& s, auto) {
                     s.chain[0].key = "RSA";
                     s.chain[0].key_bits = 1024;
                 }},
             Row{"key", fail, [](auto& s, auto) { s.chain[0].key_bits = 192; }},
             Row{"staple", warn, [](auto& s, auto) { s.chain[0].must_staple = true; }},
         }) {
        for (auto const* host : {"app.example:443", "vendor.example:443"}) {
            evidence_ = support::healthy();
            auto& seen = host == std::string_view("app.example:443") ? app() : vendor();
            spoil(session(seen), evidence_.started_at);
            auto const verdict = run();
            EXPECT_EQ(verdict.outcome, outcome) << subject;
            ASSERT_EQ(verdict.findings.size(), 1u) << subject;
            EXPECT_EQ(verdict.findings[0].subject, std::string(host) + ": " + subject);
            EXPECT_THAT(verdict.findings[0].proof.at(0), testing::StartsWith("192.0.2.1: "));
        }
    }
}

TEST_F(TlsCertificate, that_lives_for_a_week_need_not_be_renewed_three_weeks_before)
{
    leaf(app()).not_before = evidence_.started_at - 24h;
    leaf(app()).not_after = evidence_.started_at + 24h * 6;
    EXPECT_EQ(run().outcome, Outcome::pass);
    leaf(app()).not_before = evidence_.started_at - 24h * 5;
    leaf(app()).not_after = evidence_.started_at + 24h * 2;
    EXPECT_EQ(run().outcome, Outcome::warn);
}

TEST_F(TlsCertificate, of_a_root_may_have_an_old_signature)
{
    auto root = support::example_certificate("root");
    root.signature = "sha1WithRSAEncryption";
    root.self_signed = true;
    session(app()).chain.push_back(root);
    EXPECT_EQ(run().outcome, Outcome::pass);
    session(app()).chain.back().self_signed = false;
    EXPECT_EQ(run().outcome, Outcome::fail);
}

TEST_F(TlsCertificate, that_is_not_shown_is_no_certificate)
{
    session(app()).chain.clear();
    session(app()).trust.untrusted = "the server showed no certificate";
    EXPECT_EQ(run().outcome, Outcome::fail);
}

TEST_F(TlsCertificate, that_could_not_be_seen_is_inconclusive_and_of_others_a_warning)
{
    app().addresses[0].session.reset();
    app().addresses[0].session_failure = "sslv3 alert handshake failure";
    auto const verdict = run();
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("sslv3 alert handshake failure"));
    evidence_ = support::healthy();
    vendor().addresses.clear();
    vendor().unresolved = "Host not found";
    EXPECT_EQ(run().outcome, Outcome::warn);
}

TEST_F(TlsCertificate, is_told_once_for_all_addresses)
{
    app().addresses.push_back(app().addresses[0]);
    app().addresses[1].address = "192.0.2.9";
    for (auto& address : app().addresses)
        address.session->name = tls::NameMatch::differs;
    auto const verdict = run();
    ASSERT_EQ(verdict.findings.size(), 1u);
    EXPECT_THAT(verdict.findings[0].proof,
                testing::ElementsAre("192.0.2.1: it is for app.example", "192.0.2.9: it is for app.example"));
}

} // namespace
} // namespace postern::checks
