#include "report/catalogue_output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace postern::report {
namespace {

using testing::HasSubstr;

Catalogue example()
{
    return {.version = "test-1",
            .title = "Test",
            .note = "A note.",
            .source_url = "https://rules.example/",
            .source_date = "2023-01-01",
            .requirements = {{.number = "1",
                              .slug = "doors",
                              .title = "Doors",
                              .numbering = Numbering::unconfirmed,
                              .topics = {"doors"},
                              .paraphrase = "Doors are shut.",
                              .exemptions = {"Not the front door."},
                              .checks = {"door"},
                              .aliases = {{"old", "7"}}},
                             {.number = "2", .slug = "walls", .title = "Walls", .topics = {"walls"}}}};
}

TEST(CatalogueOutput, shows_checks_and_numbers_elsewhere)
{
    std::ostringstream out;
    write_catalogue(example(), {}, out);
    EXPECT_THAT(out.str(), HasSubstr(R"(
1     Doors (number not confirmed)
      Doors are shut.
      Exempt: Not the front door.
      Checks: door
      Topics: doors
      Elsewhere: old 7
)"));
    EXPECT_THAT(out.str(), HasSubstr("A person must look."));
}

TEST(CatalogueOutput, is_the_same_as_json)
{
    std::ostringstream out;
    write_catalogue_json(example(), out);
    auto const json = nlohmann::json::parse(out.str());
    EXPECT_EQ(json["version"], "test-1");
    EXPECT_EQ(json["requirements"][0]["numbering_confirmed"], false);
    EXPECT_EQ(json["requirements"][0]["aliases"][0]["number"], "7");
    EXPECT_EQ(json["requirements"][1]["checks"], nlohmann::json::array());
}

} // namespace
} // namespace postern::report
