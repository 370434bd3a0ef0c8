// What holds for every check, whatever it judges.
#include "checks/check.hpp"
#include "support/failing_examples.hpp"
#include "support/judged_examples.hpp"
#include "support/mutated_evidence.hpp"
#include "support/source_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace postern::checks {
namespace {

using evidence::Evidence;
using support::failing;
using support::healthy;
using support::mutate;
using support::only_warning;
using support::shuffle;

std::filesystem::path const root = support::source_dir();

std::string contents(std::filesystem::path const& file)
{
    std::ifstream stream(file);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

class EveryCheck : public testing::TestWithParam<Check> {
protected:
    [[nodiscard]] static Check const& check() { return GetParam(); }
    [[nodiscard]] static std::string id() { return std::string(check().info->id); }
};

TEST_P(EveryCheck, is_called_as_its_file)
{
    auto name = id();
    std::ranges::replace(name, '-', '_');
    EXPECT_TRUE(exists(root / "src/checks" / (name + ".cpp")));
    EXPECT_TRUE(exists(root / "src/checks" / (name + "_test.cpp")));
}

TEST_P(EveryCheck, says_what_it_is_about)
{
    auto const& info = *check().info;
    EXPECT_FALSE(info.title.empty());
    EXPECT_FALSE(info.failure_title.empty());
    EXPECT_NE(info.title, info.failure_title);
    EXPECT_FALSE(info.topic.empty());
    EXPECT_NE(info.topic, info.title);
    EXPECT_NE(info.topic, info.failure_title);
    EXPECT_TRUE(info.why.ends_with('.'));
    EXPECT_GT(info.cwe, 0);
}

TEST_P(EveryCheck, has_its_page)
{
    auto const page = contents(root / "docs/checks" / (id() + ".md"));
    for (auto const* heading : {"## What it means", "## How it is measured", "## How to fix it",
                                "### Express", "### Spring", "### By hand", "## When it is a false positive"})
        EXPECT_THAT(page, testing::HasSubstr("\n" + std::string(heading) + "\n")) << id();
    EXPECT_TRUE(page.starts_with("# " + id() + "\n"));
}

TEST_P(EveryCheck, answers_a_requirement)
{
    auto const topics = nlohmann::json::parse(contents(root / "catalogue/topics.json"));
    std::size_t named = 0;
    for (auto const& topic : topics.at("topics"))
        for (auto const& each : topic.at("checks"))
            named += each.get<std::string>() == id() ? 1 : 0;
    EXPECT_GT(named, 0u) << "name it at a topic of catalogue/topics.json";
}

TEST_P(EveryCheck, passes_a_healthy_app_and_fails_a_spoilt_one)
{
    auto const passed = check().run(healthy());
    EXPECT_EQ(passed.outcome, Outcome::pass) << passed.summary;
    ASSERT_TRUE(failing().contains(id())) << "add a failing example for this check";
    auto evidence = healthy();
    failing().at(id())(evidence);
    auto const failed = check().run(evidence);
    EXPECT_EQ(failed.outcome, only_warning().contains(id()) ? Outcome::warn : Outcome::fail)
        << failed.summary;
}

TEST_P(EveryCheck, proves_what_it_says)
{
    for (auto const& [name, spoil] : failing()) {
        auto evidence = healthy();
        spoil(evidence);
        auto const verdict = check().run(evidence);
        EXPECT_FALSE(verdict.summary.empty());
        EXPECT_FALSE(verdict.summary.ends_with('.'));
        for (auto const& finding : verdict.findings) {
            EXPECT_FALSE(finding.message.empty());
            EXPECT_FALSE(finding.exchanges.empty() && finding.proof.empty());
            EXPECT_FALSE(finding.endpoint.empty() && finding.subject.empty());
            if (!finding.endpoint.empty())
                EXPECT_NE(std::ranges::find(evidence.endpoints, finding.endpoint, &platform::Endpoint::id),
                          evidence.endpoints.end());
        }
        EXPECT_EQ(verdict.outcome == Outcome::fail, name == id() && !only_warning().contains(name))
            << name << " is told by " << id();
    }
}

TEST_P(EveryCheck, could_not_look_where_nothing_was_gathered)
{
    auto evidence = healthy();
    evidence.access.reset();
    evidence.lifecycle.reset();
    evidence.admin.reset();
    evidence.cross_origin.reset();
    evidence.exposed_paths.reset();
    evidence.descriptor.reset();
    evidence.input.reset();
    evidence.resources.reset();
    evidence.tls.reset();
    evidence.dns.reset();
    EXPECT_EQ(check().run(evidence).outcome, Outcome::inconclusive);
}

TEST_P(EveryCheck, never_passes_where_nothing_was_probed)
{
    auto evidence = healthy();
    evidence.access->attempts.clear();
    evidence.lifecycle->attempts.clear();
    evidence.admin->attempts.clear();
    evidence.cross_origin->attempts.clear();
    evidence.exposed_paths->attempts.clear();
    evidence.descriptor.reset(); // reading it is the probe of the checks that judge it
    evidence.input->attempts.clear();
    evidence.resources->resources.clear();
    evidence.tls->hosts.clear();
    evidence.dns.reset(); // judging that no name was to be asked for is no pass either: not applicable
    EXPECT_EQ(check().run(evidence).outcome, Outcome::inconclusive);
    evidence.endpoints.clear();
    evidence.admin->endpoints.clear();
    EXPECT_NE(check().run(evidence).outcome, Outcome::pass);
}

TEST_P(EveryCheck, never_passes_where_nothing_answered)
{
    auto evidence = healthy();
    http::Outcome const lost =
        http::TransportFailure{http::TransportFailureKind::connection_refused, "refused"};
    for (auto& attempt : evidence.access->attempts)
        attempt.hops[0].outcome = lost;
    for (auto& attempt : evidence.cross_origin->attempts)
        attempt.hops[0].outcome = lost;
    for (auto& attempt : evidence.lifecycle->attempts)
        attempt.exchange.outcome = lost;
    for (auto& attempt : evidence.exposed_paths->attempts)
        attempt.exchange.outcome = lost;
    for (auto& input : evidence.input->attempts)
        input.attempt.hops[0].outcome = lost;
    for (auto& resource : evidence.resources->resources)
        resource.exchange->outcome = lost;
    for (auto& attempt : evidence.admin->attempts) {
        attempt.with_token.hops[0].outcome = lost;
        attempt.without_token.hops[0].outcome = lost;
    }
    evidence.descriptor.reset(); // it was fetched from the app too
    evidence.dns.reset();        // no name server says that nobody answers: manual
    for (auto& host : evidence.tls->hosts) {
        for (auto* exchange : {&host.plain, &host.secure})
            if (*exchange)
                (*exchange)->outcome = lost;
        host.addresses = {{.address = "192.0.2.1", .unreachable = "Connection refused"}};
    }
    EXPECT_EQ(check().run(evidence).outcome, Outcome::inconclusive);
}

TEST_P(EveryCheck, survives_any_evidence_and_does_not_depend_on_its_order)
{
    constexpr unsigned rounds = 150;
    for (unsigned seed = 0; seed < rounds; ++seed) {
        std::mt19937 random(seed);
        auto evidence = healthy();
        mutate(evidence, random);
        Verdict verdict;
        ASSERT_NO_THROW(verdict = check().run(evidence)) << "seed " << seed;
        EXPECT_FALSE(verdict.summary.empty());
        for (auto const& finding : verdict.findings)
            EXPECT_FALSE(finding.message.empty());
        shuffle(evidence, random);
        EXPECT_EQ(check().run(evidence), verdict) << "seed " << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(Checks, EveryCheck, testing::ValuesIn(all().begin(), all().end()),
                         [](testing::TestParamInfo<Check> const& check) {
                             std::string name(check.param.info->id);
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST(AllChecks, have_names_of_their_own)
{
    std::set<std::string_view> names;
    for (auto const& check : all())
        EXPECT_TRUE(names.insert(check.info->id).second) << check.info->id;
}

TEST(AllChecks, are_all_that_have_a_page)
{
    for (auto const& page : std::filesystem::directory_iterator(root / "docs/checks")) {
        auto const id = page.path().stem().string();
        EXPECT_TRUE(std::ranges::any_of(all(), [&](Check const& check) { return check.info->id == id; }))
            << id;
    }
}

TEST(AllChecks, are_all_that_a_topic_names_or_the_topic_is_wrong)
{
    auto const topics = nlohmann::json::parse(contents(root / "catalogue/topics.json"));
    for (auto const& topic : topics.at("topics"))
        for (auto const& name : topic.at("checks"))
            EXPECT_TRUE(std::ranges::any_of(all(), [&](Check const& check) {
                return check.info->id == name.get<std::string>();
            })) << name;
}

} // namespace
} // namespace postern::checks
