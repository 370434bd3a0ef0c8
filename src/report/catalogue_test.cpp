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

TEST(NewestCatalogue, is_the_marketplaces)
{
    auto const& catalogue = newest_catalogue();
    EXPECT_EQ(catalogue.version, "marketplace-2023");
    std::vector<std::string> numbers;
    for (auto const& requirement : catalogue.requirements)
        numbers.push_back(requirement.number);
    EXPECT_THAT(numbers, testing::IsSupersetOf({"1.1", "1.2", "1.4", "2", "3", "4", "5", "6.1", "6.2", "6.3",
                                                "7.2", "7.3", "7.4", "8.1", "9", "10", "11"}));
}

TEST(NewestCatalogue, names_only_checks_that_exist)
{
    for (auto const& requirement : newest_catalogue().requirements)
        for (auto const& id : requirement.checks)
            EXPECT_TRUE(
                std::ranges::any_of(checks::all(), [&](auto const& check) { return check.info->id == id; }))
                << requirement.number << " names " << id;
}

TEST(NewestCatalogue, names_every_check_that_exists)
{
    for (auto const& check : checks::all())
        EXPECT_TRUE(std::ranges::any_of(newest_catalogue().requirements, [&](Requirement const& requirement) {
            return std::ranges::find(requirement.checks, check.info->id) != requirement.checks.end();
        })) << check.info->id;
}

TEST(NewestCatalogue, knows_the_numbers_of_old_reports)
{
    auto const& requirements = newest_catalogue().requirements;
    auto const found = std::ranges::find(requirements, "authenticate-resources", &Requirement::slug);
    ASSERT_NE(found, requirements.end());
    EXPECT_TRUE(std::ranges::any_of(found->aliases, [](Alias const& alias) {
        return alias.scheme == "marketplace-2020" && alias.number == "5";
    }));
    ASSERT_EQ(found->severities.size(), 1u);
    EXPECT_EQ(found->severities[0].label, checks::Severity::medium);
    EXPECT_EQ(found->severities[0].score, 5.3);
}

json healthy()
{
    return json::parse(R"({
        "format": "postern-catalogue-1", "version": "test-1", "title": "Test",
        "source_url": "https://rules.example/", "source_date": "2023-01-01",
        "requirements": [{
            "number": "1", "slug": "doors", "title": "Doors", "what_to_look_at": "The doors.",
            "applies_to": "all", "checks": ["door"],
            "severities": [{"label": "high", "score": 8.1, "source": "https://rules.example/", "date": "2023"}],
            "aliases": [{"scheme": "old", "number": "7"}]
        }]
    })");
}

TEST(ReadCatalogue, reads_what_it_needs_and_ignores_what_it_does_not_know)
{
    auto document = healthy();
    document["invented_later"] = true;
    auto const read = read_catalogue(document.dump());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->requirements.at(0).checks, std::vector<std::string>{"door"});
    EXPECT_EQ(read->requirements[0].aliases.at(0).number, "7");
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
         "the catalogue: \"format\" must be \"postern-catalogue-1\""},
        {"no version", [](json& all) { all.erase("version"); },
         "the catalogue: \"version\" must be a text that is not empty"},
        {"requirements are an object", [](json& all) { all["requirements"] = json::object(); },
         "the catalogue: \"requirements\" must be a list of the right kind"},
        {"a number that is a number", [](json& all) { all["requirements"][0]["number"] = 1; },
         "requirement 1 of the catalogue: \"number\" must be a text that is not empty"},
        {"a check that is a number", [](json& all) { all["requirements"][0]["checks"] = {1}; },
         "requirement 1 of the catalogue: \"checks\" must be a list of the right kind"},
        {"an unknown severity", [](json& all) { all["requirements"][0]["severities"][0]["label"] = "mild"; },
         "requirement 1 of the catalogue: \"label\" is not a severity"},
        {"a number twice", [](json& all) { all["requirements"].push_back(all["requirements"][0]); },
         "two requirements of the catalogue are 1"},
    };
    for (auto const& row : rows) {
        auto document = healthy();
        row.spoil(document);
        auto const read = read_catalogue(document.dump());
        ASSERT_FALSE(read) << row.sentence;
        EXPECT_EQ(read.error().message, row.message) << row.sentence;
    }
    EXPECT_FALSE(read_catalogue("{"));
}

} // namespace
} // namespace postern::report
