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
    EXPECT_EQ(with({{"app.example", "CAA", "0 issue ca.example"}}),
              pass("a CAA record says who may issue certificates"));
    EXPECT_EQ(with({}).outcome, Outcome::manual);
}

Verdict with_records(std::vector<std::string> const& values, std::vector<std::string> const& names)
{
    auto evidence = healthy();
    auto& records = evidence.dns->hosts[0].lookups[2].records;
    records.clear();
    for (auto const& value : values)
        records.push_back({"app.example", "CAA", value});
    for (auto& host : evidence.tls->hosts)
        for (auto& address : host.addresses)
            address.session->chain.at(0).names = names;
    return certificate_authority.run(evidence);
}

TEST(CertificateAuthority, passes_without_a_record_and_says_what_that_means)
{
    auto const all_may =
        pass("any authority may issue certificates for app.example: no CAA record says which");
    EXPECT_EQ(with_records({}, {"app.example"}), all_may);
    EXPECT_EQ(with_records({"0 iodef mailto:security@app.example"}, {"app.example"}), all_may);
    EXPECT_EQ(with_records({"0 issuewild ca.example"}, {"app.example"}), all_may);
}

TEST(CertificateAuthority, warns_where_no_authority_may_issue_what_is_served)
{
    struct Row {
        std::vector<std::string> records;
        std::vector<std::string> names; // of the certificate
        Outcome outcome;
    };
    for (auto const& [records, names, outcome] : std::vector<Row>{
             {{"0 issue ;"}, {"app.example"}, Outcome::warn},
             {{"0 issue "}, {"app.example"}, Outcome::warn},
             {{"128 Issue ; policy=none"}, {"app.example"}, Outcome::warn},
             {{"0 issue ;", "0 issue ca.example; policy=ev"}, {"app.example"}, Outcome::pass},
             {{"0 issue ca.example", "0 issuewild ;"}, {"app.example"}, Outcome::pass},
             {{"0 issue ca.example", "0 issuewild ;"}, {"*.example"}, Outcome::warn},
             {{"0 issue ;", "0 issuewild ca.example"}, {"*.example"}, Outcome::pass},
             {{"0 issue ;"}, {"*.example"}, Outcome::warn},
         })
        EXPECT_EQ(with_records(records, names).outcome, outcome) << testing::PrintToString(records);
    auto const verdict = with_records({"0 issue ;"}, {"app.example"});
    ASSERT_EQ(verdict.findings.size(), 1U);
    EXPECT_EQ(verdict.findings[0].repeat, "dig 'app.example' CAA");
    EXPECT_THAT(verdict.findings[0].proof, testing::Contains("app.example CAA 0 issue ;"));
}

TEST(CertificateAuthority, does_not_warn_of_a_certificate_that_no_authority_issued)
{
    auto evidence = healthy();
    evidence.dns->hosts[0].lookups[2].records = {{"app.example", "CAA", "0 issue ;"}};
    for (auto& host : evidence.tls->hosts)
        for (auto& address : host.addresses)
            address.session->trust.untrusted = "self-signed certificate";
    EXPECT_EQ(certificate_authority.run(evidence).outcome, Outcome::pass);
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
