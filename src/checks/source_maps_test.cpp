#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const source_maps;

namespace {

using support::answer;
using support::everyone;
using support::healthy;
using support::page_id;
using testing::ElementsAre;

Verdict with_body(std::string body, int status = 200)
{
    auto evidence = healthy();
    answer(evidence, page_id, everyone(), http::make_response(status, "application/json", std::move(body)));
    return source_maps.run(evidence);
}

constexpr auto* map =
    R"({"version":3,"sources":["../src/a.ts","../src/b.ts"],"sourcesContent":[null,"let a;"],"mappings":"AAAA"})";

TEST(SourceMaps, warns_of_one_that_holds_its_sources)
{
    for (auto const& body : {std::string(map), ")]}'\n" + std::string(map)}) {
        auto const verdict = with_body(body);
        ASSERT_EQ(verdict.outcome, Outcome::warn) << body;
        ASSERT_EQ(verdict.findings.size(), 1u);
        EXPECT_EQ(verdict.findings[0].severity, Severity::low);
        EXPECT_EQ(verdict.findings[0].subject, "a source map with the original source");
        EXPECT_THAT(verdict.findings[0].proof,
                    ElementsAre("it holds 2 sources", "../src/a.ts", "../src/b.ts"));
    }
}

TEST(SourceMaps, warns_of_one_inside_a_script_and_of_one_that_was_cut_off)
{
    EXPECT_EQ(with_body("let a;\n//# sourceMappingURL=data:application/json;base64,e30=").outcome,
              Outcome::warn);
    EXPECT_EQ(with_body(std::string(map).substr(0, 80)).outcome, Outcome::warn);
}

TEST(SourceMaps, passes_what_gives_no_source_away)
{
    EXPECT_EQ(with_body(R"({"version":3,"sources":["a.ts"],"mappings":"AAAA"})").outcome, Outcome::pass);
    EXPECT_EQ(with_body(R"({"version":3,"sources":["a.ts"],"sourcesContent":[null],"mappings":""})").outcome,
              Outcome::pass);
    EXPECT_EQ(with_body(R"({"version":3,"sources":[],"sourcesContent":[],"mappings":""})").outcome,
              Outcome::pass);
    EXPECT_EQ(with_body("let a; //# sourceMappingURL=a.js.map").outcome, Outcome::pass);
    EXPECT_EQ(with_body(map, 404).outcome, Outcome::pass);
    EXPECT_THAT(source_maps.run(healthy()).summary,
                testing::MatchesRegex("no source map with its sources in [0-9]+ answers"));
}

} // namespace
} // namespace postern::checks
