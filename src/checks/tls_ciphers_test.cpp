#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const tls_ciphers;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class TlsCiphers : public testing::Test {
protected:
    evidence::Evidence evidence_ = support::healthy();
    evidence::TlsHost& app() { return evidence_.tls->hosts[0]; }
    evidence::TlsHost& vendor() { return evidence_.tls->hosts[1]; }

    [[nodiscard]] Verdict run() const { return tls_ciphers.run(evidence_); }
    static std::vector<std::uint16_t>& suites(evidence::TlsHost& host)
    {
        return host.addresses[0].versions[1].suites;
    }
};

TEST_F(TlsCiphers, of_the_profile_pass)
{
    EXPECT_EQ(run().outcome, Outcome::pass);
    EXPECT_THAT(run().summary, HasSubstr("Mozilla's intermediate configuration, version 5.7"));
}

TEST_F(TlsCiphers, that_are_broken_fail_and_say_why)
{
    suites(app()).push_back(0x0005);
    suites(app()).push_back(0x0018);
    auto const verdict = run();
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1u);
    EXPECT_THAT(verdict.findings[0].proof,
                ElementsAre("TLS_DH_anon_WITH_RC4_128_MD5 (TLS 1.2): nobody proves who he is",
                            "TLS_RSA_WITH_RC4_128_SHA (TLS 1.2): RC4, which RFC 7465 forbids"));
}

TEST_F(TlsCiphers, outside_the_profile_are_a_warning)
{
    suites(app()).push_back(0x002f);
    app().addresses[0].versions[0].suites.push_back(0x1304);
    auto const verdict = run();
    EXPECT_EQ(verdict.outcome, Outcome::warn);
    EXPECT_THAT(verdict.findings.at(0).proof,
                ElementsAre("TLS_AES_128_CCM_SHA256 (TLS 1.3)", "TLS_RSA_WITH_AES_128_CBC_SHA (TLS 1.2)"));
}

TEST_F(TlsCiphers, of_a_host_that_is_only_named_are_a_warning_at_most)
{
    suites(vendor()).push_back(0x0005);
    EXPECT_EQ(run().outcome, Outcome::warn);
}

TEST_F(TlsCiphers, that_were_not_all_asked_for_are_inconclusive)
{
    app().addresses[0].versions[1].stopped = "after 200 handshakes";
    EXPECT_EQ(run().outcome, Outcome::inconclusive);
    suites(app()).push_back(0x0005);
    EXPECT_EQ(run().outcome, Outcome::fail) << "what was seen is bad enough";
}

TEST_F(TlsCiphers, of_which_none_was_accepted_are_inconclusive)
{
    for (auto& asked : app().addresses[0].versions)
        asked.suites.clear();
    EXPECT_EQ(run().outcome, Outcome::inconclusive);
}

} // namespace
} // namespace postern::checks
