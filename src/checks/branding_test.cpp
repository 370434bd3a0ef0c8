#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const branding;

namespace {

using support::healthy;
using testing::HasSubstr;

Verdict of_name(std::string name)
{
    auto evidence = healthy();
    evidence.descriptor->name->text = std::move(name);
    return branding.run(evidence);
}

Verdict of_host(std::string host)
{
    auto evidence = healthy();
    evidence.hosts[0].name = std::move(host);
    return branding.run(evidence);
}

TEST(Branding, passes_a_name_of_ones_own)
{
    EXPECT_EQ(branding.run(healthy()),
              pass("neither the app's name nor its domain uses a name of the host's"));
}

TEST(Branding, fails_a_name_that_begins_with_a_product)
{
    auto const verdict = of_name("Confluence Notes");
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1U);
    EXPECT_EQ(verdict.findings[0].subject, "/name");
    EXPECT_THAT(verdict.findings[0].message, HasSubstr("begins with \"Confluence\""));
    EXPECT_EQ(of_name("Notes for Confluence").outcome, Outcome::pass);
}

TEST(Branding, fails_a_name_that_promises_an_edition)
{
    EXPECT_EQ(of_name("Notes Premium").outcome, Outcome::fail);
}

TEST(Branding, judges_the_registered_label_of_the_domain_only)
{
    EXPECT_EQ(of_host("app.jira-notes.com").outcome, Outcome::fail);
    EXPECT_EQ(of_host("app.jira-notes.com").findings.at(0).subject, "jira-notes.com");
    EXPECT_EQ(of_host("app.myjiranotes.co.uk").outcome, Outcome::warn);
    EXPECT_EQ(of_host("jira.notes-vendor.com").outcome, Outcome::pass);
}

TEST(Branding, leaves_the_hosts_that_are_only_named_alone)
{
    auto evidence = healthy();
    evidence.hosts[1].name = "www.atlassian.com";
    EXPECT_EQ(branding.run(evidence).outcome, Outcome::pass);
}

TEST(Branding, of_an_app_on_this_machine_is_that_of_its_name)
{
    EXPECT_THAT(of_host("localhost").summary, HasSubstr("no registered domain"));
    auto evidence = healthy();
    evidence.hosts.clear();
    evidence.descriptor->name.reset();
    EXPECT_EQ(branding.run(evidence).outcome, Outcome::not_applicable);
}

} // namespace
} // namespace postern::checks
