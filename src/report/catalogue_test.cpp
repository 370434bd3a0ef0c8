#include "checks/check.hpp"
#include "report/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace postern::report {
namespace {

using nlohmann::json;

Requirement const* with_slug(Catalogue const& catalogue, std::string_view slug)
{
    auto const found = std::ranges::find(catalogue.requirements, slug, &Requirement::slug);
    return found == catalogue.requirements.end() ? nullptr : &*found;
}

TEST(Catalogues, are_the_three_revisions_of_the_marketplaces)
{
    std::vector<std::string> versions;
    for (auto const& catalogue : catalogues())
        versions.push_back(catalogue.version);
    EXPECT_THAT(versions, testing::ElementsAre("marketplace-2020", "marketplace-2023", "marketplace-2026"));
    EXPECT_EQ(&newest_catalogue(), find_catalogue("2026"));
    EXPECT_EQ(find_catalogue("marketplace-2023"), find_catalogue("2023"));
    EXPECT_EQ(find_catalogue("2021"), nullptr);
    EXPECT_EQ(find_catalogue("marketplace"), nullptr);
}

TEST(Catalogues, have_every_number_that_was_published)
{
    auto const numbers_of = [](char const* name) {
        std::vector<std::string> numbers;
        for (auto const& requirement : find_catalogue(name)->requirements)
            numbers.push_back(requirement.number);
        return numbers;
    };
    for (auto const* year : {"2023", "2026"})
        EXPECT_THAT(numbers_of(year),
                    testing::IsSupersetOf({"1.1", "1.2", "1.4", "2", "3", "4", "5", "6.1", "6.2", "6.3",
                                           "7.2", "7.3", "7.4", "8.1", "9", "10", "11"}));
    EXPECT_THAT(numbers_of("2020"), testing::IsSupersetOf({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10",
                                                           "11", "12", "13", "14", "15"}));
}

TEST(Catalogues, say_which_numbers_are_not_confirmed)
{
    for (auto const& requirement : find_catalogue("2023")->requirements)
        EXPECT_EQ(requirement.numbering, Numbering::confirmed) << requirement.number;
    auto const& newest = *find_catalogue("2026");
    EXPECT_EQ(with_slug(newest, "transport-security")->numbering, Numbering::confirmed);
    EXPECT_EQ(with_slug(newest, "url-tampering")->numbering, Numbering::unconfirmed);
    EXPECT_FALSE(newest.note.empty());
}

// Whatever a catalogue calls it, no topic gets lost on the way to a newer one.
TEST(Catalogues, have_every_topic_of_the_older_ones)
{
    for (auto const& topic : topics())
        for (auto const* year : {"2023", "2026"})
            EXPECT_TRUE(std::ranges::any_of(find_catalogue(year)->requirements,
                                            [&](auto const& requirement) {
                                                return std::ranges::find(requirement.topics, topic.slug) !=
                                                       requirement.topics.end();
                                            }))
                << topic.slug << " in " << year;
}

TEST(Catalogues, name_only_checks_that_exist_and_every_one_of_them)
{
    for (auto const& topic : topics())
        for (auto const& id : topic.checks)
            EXPECT_TRUE(
                std::ranges::any_of(checks::all(), [&](auto const& check) { return check.info->id == id; }))
                << topic.slug << " names " << id;
    for (auto const& check : checks::all())
        EXPECT_TRUE(std::ranges::any_of(newest_catalogue().requirements, [&](Requirement const& requirement) {
            return std::ranges::find(requirement.checks, check.info->id) != requirement.checks.end();
        })) << check.info->id;
}

TEST(Catalogues, know_the_numbers_of_old_reports)
{
    auto const* found = with_slug(newest_catalogue(), "authenticate-resources");
    ASSERT_NE(found, nullptr);
    EXPECT_THAT(found->aliases, testing::IsSupersetOf({Alias("marketplace-2020", "5"), Alias("csrt", "1.1"),
                                                       Alias("csrt-before-2023-07", "5")}));
    ASSERT_EQ(found->severities.size(), 1u);
    EXPECT_EQ(found->severities[0].label, checks::Severity::medium);
    EXPECT_EQ(found->severities[0].score, 5.3);
    // A number of two demands leads to both.
    auto const* old = with_slug(*find_catalogue("2020"), "transport-security");
    EXPECT_THAT(old->aliases, testing::IsSupersetOf({Alias("marketplace-2023", "3"), Alias("csrt", "3"),
                                                     Alias("csrt", "3.0")}));
}

json healthy_topics()
{
    return json::parse(R"({
        "format": "postern-topics-1",
        "topics": [{
            "slug": "doors", "paraphrase": "Doors are shut.", "what_to_look_at": "The doors.",
            "applies_to": "all", "exemptions": [], "checks": ["door"],
            "severities": [{"label": "high", "score": 8.1, "source": "https://rules.example/", "date": "2023"}],
            "numbers": [{"scheme": "old", "number": "7"}]
        }, {
            "slug": "windows", "paraphrase": "Windows too.", "what_to_look_at": "The windows.",
            "applies_to": "connect", "exemptions": ["Not those of the attic."], "checks": ["window"],
            "severities": [], "numbers": []
        }]
    })");
}

std::vector<Topic> healthy_topics_read() { return read_topics(healthy_topics().dump()).value(); }

json healthy()
{
    return json::parse(R"({
        "format": "postern-catalogue-2", "version": "test-1", "title": "Test",
        "source_url": "https://rules.example/", "source_date": "2023-01-01",
        "requirements": [
            {"number": "1", "slug": "doors", "title": "Doors"},
            {"number": "2", "slug": "openings", "title": "Openings", "topics": ["doors", "windows"],
             "link": "https://rules.example/2", "numbering": "unconfirmed"}
        ]
    })");
}

TEST(ReadCatalogue, reads_what_it_needs_and_ignores_what_it_does_not_know)
{
    auto document = healthy();
    document["invented_later"] = true;
    auto const read = read_catalogue(document.dump(), healthy_topics_read());
    ASSERT_TRUE(read) << read.error().message;
    auto const& one = read->requirements.at(0);
    EXPECT_EQ(one.checks, std::vector<std::string>{"door"});
    EXPECT_EQ(one.aliases.at(0).number, "7");
    EXPECT_EQ(one.link, "https://rules.example/");
}

TEST(ReadCatalogue, puts_together_what_the_topics_of_a_requirement_say)
{
    auto const read = read_catalogue(healthy().dump(), healthy_topics_read());
    auto const& both = read->requirements.at(1);
    EXPECT_EQ(both.checks, (std::vector<std::string>{"door", "window"}));
    EXPECT_EQ(both.paraphrase, "Doors are shut. Windows too.");
    EXPECT_EQ(both.applies_to, "all");
    EXPECT_EQ(both.exemptions, std::vector<std::string>{"Not those of the attic."});
    EXPECT_EQ(both.link, "https://rules.example/2");
    EXPECT_EQ(both.numbering, Numbering::unconfirmed);
}

struct Row {
    char const* sentence;
    std::function<void(json&)> spoil;
    char const* message;
};

TEST(ReadCatalogue, names_the_place_of_a_defect)
{
    std::vector<Row> const rows{
        {"it is a list", [](json& all) { all = json::array(); }, "the catalogue is not a JSON object"},
        {"another format", [](json& all) { all["format"] = "other"; },
         "the catalogue: \"format\" must be \"postern-catalogue-2\""},
        {"no version", [](json& all) { all.erase("version"); },
         "the catalogue: \"version\" must be a text that is not empty"},
        {"requirements are an object", [](json& all) { all["requirements"] = json::object(); },
         "the catalogue: \"requirements\" must be a list of the right kind"},
        {"a number that is a number", [](json& all) { all["requirements"][0]["number"] = 1; },
         "requirement 1 of the catalogue: \"number\" must be a text that is not empty"},
        {"an unknown topic", [](json& all) { all["requirements"][0]["slug"] = "roofs"; },
         "requirement 1 of the catalogue: \"slug\" names a topic that there is not"},
        {"no topic", [](json& all) { all["requirements"][1]["topics"] = json::array(); },
         "requirement 2 of the catalogue: \"topics\" must name at least one"},
        {"an unknown numbering", [](json& all) { all["requirements"][1]["numbering"] = "sure"; },
         "requirement 2 of the catalogue: \"numbering\" must be \"unconfirmed\", or not be there"},
        {"a number twice", [](json& all) { all["requirements"].push_back(all["requirements"][0]); },
         "two requirements of the catalogue are 1"},
    };
    auto const topics = healthy_topics_read();
    for (auto const& row : rows) {
        auto document = healthy();
        row.spoil(document);
        auto const read = read_catalogue(document.dump(), topics);
        ASSERT_FALSE(read) << row.sentence;
        EXPECT_EQ(read.error().message, row.message) << row.sentence;
    }
    EXPECT_FALSE(read_catalogue("{", topics));
}

TEST(ReadTopics, names_the_place_of_a_defect)
{
    std::vector<Row> const rows{
        {"another format", [](json& all) { all["format"] = "other"; },
         "the list of topics: \"format\" must be \"postern-topics-1\""},
        {"a check that is a number", [](json& all) { all["topics"][0]["checks"] = {1}; },
         "topic 1: \"checks\" must be a list of the right kind"},
        {"an unknown severity", [](json& all) { all["topics"][0]["severities"][0]["label"] = "mild"; },
         "topic 1: \"label\" is not a severity"},
        {"a slug twice", [](json& all) { all["topics"].push_back(all["topics"][0]); },
         "two topics are called doors"},
    };
    for (auto const& row : rows) {
        auto document = healthy_topics();
        row.spoil(document);
        auto const read = read_topics(document.dump());
        ASSERT_FALSE(read) << row.sentence;
        EXPECT_EQ(read.error().message, row.message) << row.sentence;
    }
    EXPECT_FALSE(read_topics("["));
}

} // namespace
} // namespace postern::report
