#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const certificate_authority;

namespace {

using evidence::DnsHost;
using evidence::DnsStatus;
using support::healthy;

Verdict judged(std::function<void(DnsHost&)> const& spoil)
{
    auto evidence = healthy();
    spoil(evidence.dns->hosts[0]);
    return certificate_authority.run(evidence);
}

TEST(CertificateAuthority, passes_with_a_record_of_the_name)
{
    EXPECT_EQ(certificate_authority.run(healthy()), pass("a CAA record says who may issue certificates"));
}

TEST(CertificateAuthority, looks_as_far_up_as_the_domain_that_was_registered)
{
    auto const with = [](std::vector<evidence::DnsRecord> records) {
        return judged([&](DnsHost& host) {
            host.host = "a.app.example";
            host.lookups[0].name = "a.app.example";
            host.lookups[2] = {.name = "a.app.example", .type = "CAA", .status = DnsStatus::answered};
            if (!records.empty())
                host.lookups.push_back({.name = "app.example",
                                        .type = "CAA",
                                        .status = DnsStatus::answered,
                                        .records = records});
        });
    };
    EXPECT_EQ(with({{"app.example", "CAA", "0 issue ca.example"}}).outcome, Outcome::pass);
    EXPECT_EQ(with({}).outcome, Outcome::manual);
}

TEST(CertificateAuthority, notes_that_there_is_none)
{
    auto const verdict = judged([](DnsHost& host) { host.lookups[2].records.clear(); });
    EXPECT_EQ(verdict.outcome, Outcome::warn);
    ASSERT_EQ(verdict.findings.size(), 1U);
    EXPECT_EQ(verdict.findings[0].severity, Severity::info);
    EXPECT_EQ(verdict.findings[0].repeat, "dig 'app.example' CAA");
}

TEST(CertificateAuthority, makes_no_scan_incomplete)
{
    auto const verdict = judged([](DnsHost& host) {
        host.lookups[2].records.clear();
        host.lookups[2].status = DnsStatus::refused;
    });
    EXPECT_EQ(verdict.outcome, Outcome::manual);
}

} // namespace
} // namespace postern::checks
