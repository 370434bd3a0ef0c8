#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const domain_takeover;

namespace {

using evidence::DnsAnswers;
using evidence::DnsStatus;
using support::healthy;
using testing::ElementsAre;
using testing::HasSubstr;

Verdict judged(std::function<void(DnsAnswers&)> const& spoil)
{
    auto evidence = healthy();
    support::silence(evidence);
    spoil(*evidence.dns);
    return domain_takeover.run(evidence);
}

// app.example leads to `target`, which does not exist.
auto dangling(std::string target)
{
    return [target = std::move(target)](DnsAnswers& dns) {
        auto& lookup = dns.hosts[0].lookups[0];
        lookup.status = DnsStatus::no_such_name;
        lookup.records = {{"app.example", "CNAME", target}};
    };
}

TEST(DomainTakeover, passes_where_every_name_leads_somewhere)
{
    EXPECT_EQ(domain_takeover.run(healthy()).outcome, Outcome::pass);
}

TEST(DomainTakeover, fails_where_the_service_says_that_nobody_has_the_name)
{
    auto const verdict = judged(support::forget_the_app);
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1U);
    EXPECT_EQ(verdict.findings[0].severity, Severity::critical);
    EXPECT_THAT(verdict.findings[0].message, HasSubstr("GitHub Pages"));
    EXPECT_THAT(verdict.findings[0].exchanges, ElementsAre("page"));
}

TEST(DomainTakeover, passes_where_the_service_shows_a_page)
{
    auto const verdict = judged([](DnsAnswers& dns) {
        support::forget_the_app(dns);
        dns.hosts[0].page->outcome = http::make_response(200, "text/html", "<h1>Handbook</h1>");
    });
    EXPECT_EQ(verdict.outcome, Outcome::pass);
}

TEST(DomainTakeover, is_inconclusive_where_the_service_does_not_answer)
{
    auto const verdict = judged([](DnsAnswers& dns) {
        support::forget_the_app(dns);
        dns.hosts[0].page->outcome =
            http::TransportFailure{http::TransportFailureKind::timed_out, "after 30 s"};
    });
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
}

TEST(DomainTakeover, fails_where_the_name_at_the_service_does_not_exist)
{
    auto const verdict = judged(dangling("forgotten.azurewebsites.net"));
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("Microsoft Azure"));
    EXPECT_EQ(verdict.findings.at(0).repeat, "dig 'app.example' A");
}

TEST(DomainTakeover, warns_where_a_service_may_refuse_the_name_to_others)
{
    EXPECT_EQ(judged(dangling("forgotten.herokudns.com")).outcome, Outcome::warn);
}

TEST(DomainTakeover, fails_where_the_domain_it_leads_to_can_be_registered)
{
    auto const verdict = judged([](DnsAnswers& dns) {
        dangling("a.gone.example")(dns);
        dns.hosts[0].lookups.push_back(
            {.name = "gone.example", .type = "NS", .status = DnsStatus::no_such_name});
    });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("the domain gone.example does not exist"));
}

TEST(DomainTakeover, warns_of_a_record_that_leads_nowhere)
{
    auto const verdict = judged(dangling("gone.somewhere.example"));
    EXPECT_EQ(verdict.outcome, Outcome::warn);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("the record is forgotten"));
}

TEST(DomainTakeover, does_not_apply_where_no_name_exists)
{
    auto const verdict = judged([](DnsAnswers& dns) {
        for (auto& host : dns.hosts)
            host.lookups = {{.name = host.host, .type = "A", .status = DnsStatus::no_such_name}};
    });
    EXPECT_EQ(verdict.outcome, Outcome::not_applicable);
}

TEST(DomainTakeover, is_inconclusive_where_the_dns_does_not_say)
{
    EXPECT_EQ(judged([](DnsAnswers& dns) { dns.hosts[0].lookups[0].status = DnsStatus::refused; }).outcome,
              Outcome::inconclusive);
}

} // namespace
} // namespace postern::checks
