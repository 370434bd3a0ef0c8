#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const domain_registration;

namespace {

using evidence::DnsAnswers;
using evidence::DnsStatus;
using support::healthy;
using testing::HasSubstr;

Verdict judged(std::function<void(DnsAnswers&)> const& spoil)
{
    auto evidence = healthy();
    support::silence(evidence);
    spoil(*evidence.dns);
    return domain_registration.run(evidence);
}

void vanish(evidence::DnsHost& host)
{
    host.lookups.resize(1);
    host.lookups[0].status = DnsStatus::no_such_name;
    host.lookups[0].records.clear();
}

TEST(DomainRegistration, passes_where_every_name_has_an_address)
{
    EXPECT_EQ(domain_registration.run(healthy()), pass("2 names looked up, each exists and has an address"));
}

TEST(DomainRegistration, fails_where_the_app_has_no_name)
{
    auto const verdict = judged([](DnsAnswers& dns) { vanish(dns.hosts[0]); });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1U);
    EXPECT_EQ(verdict.findings[0].subject, "app.example");
    EXPECT_EQ(verdict.findings[0].severity, Severity::high);
    EXPECT_EQ(verdict.findings[0].repeat, "dig 'app.example' A");
}

TEST(DomainRegistration, is_critical_where_anybody_could_register_the_domain)
{
    auto const verdict = judged([](DnsAnswers& dns) {
        vanish(dns.hosts[1]);
        dns.hosts[1].lookups.push_back(
            {.name = "vendor.example", .type = "NS", .status = DnsStatus::no_such_name});
    });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::critical);
    EXPECT_EQ(verdict.findings.at(0).position, (platform::Position{8, 14}));
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("whoever gets it owns vendor.example"));
}

TEST(DomainRegistration, warns_of_a_link_whose_name_is_gone_and_whose_domain_is_not)
{
    auto const verdict = judged([](DnsAnswers& dns) {
        vanish(dns.hosts[1]);
        dns.hosts[1].lookups.push_back(
            {.name = "vendor.example", .type = "NS", .status = DnsStatus::answered});
    });
    EXPECT_EQ(verdict.outcome, Outcome::warn);
}

TEST(DomainRegistration, warns_of_a_name_without_an_address)
{
    EXPECT_EQ(judged([](DnsAnswers& dns) { dns.hosts[1].lookups[0].records.clear(); }).outcome,
              Outcome::inconclusive);
    EXPECT_EQ(judged([](DnsAnswers& dns) {
                  dns.hosts[1].lookups[0].records.clear();
                  dns.hosts[1].lookups.push_back(
                      {.name = "vendor.example", .type = "AAAA", .status = DnsStatus::answered});
              }).outcome,
              Outcome::warn);
}

TEST(DomainRegistration, is_for_a_person_where_a_name_that_answers_is_said_not_to_exist)
{
    auto evidence = healthy();
    vanish(evidence.dns->hosts[0]);
    auto const verdict = domain_registration.run(evidence);
    EXPECT_EQ(verdict.outcome, Outcome::manual);
    EXPECT_THAT(verdict.summary, HasSubstr("does not know app.example, which answered requests"));
}

TEST(DomainRegistration, leaves_a_chain_that_ends_in_nothing_to_another_check)
{
    auto const verdict = judged([](DnsAnswers& dns) {
        dns.hosts[0].lookups[0].status = DnsStatus::no_such_name;
        dns.hosts[0].lookups[0].records.pop_back();
    });
    EXPECT_EQ(verdict,
              pass("2 names looked up, each exists; one leads on to one that does not, which is not judged "
                   "here"));
}

TEST(DomainRegistration, is_inconclusive_where_one_name_got_no_answer)
{
    for (auto const status : {DnsStatus::refused, DnsStatus::silent})
        EXPECT_EQ(judged([&](DnsAnswers& dns) { dns.hosts[1].lookups[0].status = status; }).outcome,
                  Outcome::inconclusive);
}

TEST(DomainRegistration, is_for_a_person_where_there_is_no_dns_at_all)
{
    for (auto const status : {DnsStatus::refused, DnsStatus::silent}) {
        auto const verdict = judged([&](DnsAnswers& dns) {
            for (auto& host : dns.hosts)
                host.lookups = {{.name = host.host, .type = "A", .status = status}};
        });
        EXPECT_EQ(verdict.outcome, Outcome::manual);
        EXPECT_THAT(verdict.summary, HasSubstr("--dns-server"));
    }
}

TEST(DomainRegistration, does_not_apply_to_an_app_on_this_machine)
{
    auto const verdict = judged([](DnsAnswers& dns) {
        dns.hosts = {
            {.host = "localhost", .skipped = "it is a name of this machine or of a private network"}};
    });
    EXPECT_EQ(verdict,
              not_applicable("the DNS was not asked (localhost: it is a name of this machine or of a private "
                             "network)"));
}

} // namespace
} // namespace postern::checks
