#include "checks/known_libraries.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

void PrintTo(Library const& library, std::ostream* out) { *out << library.name << ' ' << library.version; }

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(KnownLibraries, are_read_whole)
{
    auto const& known = known_libraries();
    EXPECT_THAT(known.source(), testing::HasSubstr("retirejs"));
    EXPECT_EQ(known.expressions_not_read(), 0u);
}

TEST(KnownLibraries, are_recognised_by_the_banner_of_a_script)
{
    EXPECT_THAT(
        known_libraries().in_script("/*! jQuery v1.8.1 jquery.com | jquery.org/license */\n(function(a"),
        ElementsAre(Library{"jquery", "1.8.1"}));
    EXPECT_THAT(known_libraries().in_script("\"use strict\";\nconsole.log(1);\n"), IsEmpty());
}

// The expression for this one refers back to a group.
TEST(KnownLibraries, are_recognised_inside_a_bundle)
{
    auto const bundle =
        fmt::format("!function(){{var n=\"3.4.1\",r={}k.fn=k.prototype={{jquery:n,", std::string(60, 'x'));
    EXPECT_THAT(known_libraries().in_script(bundle), Contains(Library{"jquery", "3.4.1"}));
}

TEST(KnownLibraries, are_recognised_by_a_version_in_several_parts)
{
    EXPECT_THAT(known_libraries().in_script("x;dojo.version={major:1,minor:9,patch:2,flag:\"\"}"),
                Contains(Library{"dojo", "1.9.2"}));
}

TEST(KnownLibraries, are_recognised_by_the_address_of_a_script)
{
    auto const& known = known_libraries();
    EXPECT_THAT(known.in_address("https://cdn.example/jquery-1.8.1.min.js?v=3"),
                ElementsAre(Library{"jquery", "1.8.1"}));
    EXPECT_THAT(known.in_address("https://cdn.example/ajax/libs/jquery/3.4.1/jquery.min.js"),
                Contains(Library{"jquery", "3.4.1"}));
    EXPECT_THAT(known.in_address("https://cdn.example/static/app.js"), IsEmpty());
}

TEST(KnownLibraries, have_the_vulnerabilities_of_their_version_the_gravest_first)
{
    auto const& known = known_libraries();
    auto const old = known.vulnerabilities({"lodash", "4.17.4"});
    ASSERT_FALSE(old.empty());
    EXPECT_GE(old.front()->severity, Severity::high);
    EXPECT_TRUE(std::ranges::is_sorted(old, std::greater(), [](auto const* each) { return each->severity; }));
    EXPECT_LT(known.vulnerabilities({"lodash", "4.17.21"}).size(), old.size());
    EXPECT_THAT(known.vulnerabilities({"no such library", "1"}), IsEmpty());
}

TEST(KnownLibraries, respect_where_a_vulnerability_begins_ends_and_is_left_out)
{
    auto const known = KnownLibraries::read(R"json({"source": "test 1", "libraries": [{"name": "a",
      "extractors": {"filecontent": ["a v(§§version§§)"],
                     "hashes": {"a9993e364706816aba3e25717850c26c9cd0d89d": "7.0"}},
      "vulnerabilities": [{"atOrAbove": "2.0", "below": "3.0", "excludes": ["2.5"], "severity": "low",
                           "identifiers": {"summary": "first\nsecond", "CVE": ["CVE-1"], "githubID": "GHSA-1"},
                           "info": ["https://advisory.example"]}]}]})json")
                           .value();
    using Version = std::pair<std::string, bool>;
    for (auto const& [version, vulnerable] :
         {Version("1.9", false), Version("2.0", true), Version("2.5", false), Version("2.9", true),
          Version("3.0", false)})
        EXPECT_EQ(!known.vulnerabilities({"a", version}).empty(), vulnerable) << version;
    auto const& one = *known.vulnerabilities({"a", "2.1"}).front();
    EXPECT_EQ(one.summary, "first");
    EXPECT_THAT(one.identifiers, ElementsAre("CVE-1", "GHSA-1"));
    EXPECT_THAT(known.in_script("abc"), ElementsAre(Library{"a", "7.0"})); // by its hash
    EXPECT_THAT(known.in_script("a v2.1.min;a v2.1;a v3.0"),
                ElementsAre(Library{"a", "2.1"}, Library{"a", "3.0"}));
}

TEST(KnownLibraries, are_refused_with_a_reason_where_the_list_is_broken)
{
    EXPECT_FALSE(KnownLibraries::read("{").has_value());
    EXPECT_THAT(KnownLibraries::read(R"json({"source": 1})json").error(),
                testing::HasSubstr("cannot be read"));
}

// What makes a backtracking engine run for ever costs this one no more than any other text.
TEST(KnownLibraries, take_any_text)
{
    std::string text;
    for (int i = 0; i < 4000; ++i)
        text += "jquery:f,f=\"1.2\",tinyMCEPreInit majorVersion:";
    (void)known_libraries().in_script(text);
    (void)known_libraries().in_script(std::string(100'000, '\0'));
    (void)known_libraries().in_script("\xff\xfe jQuery v\xff");
    (void)known_libraries().in_address("");
}

} // namespace
} // namespace postern::checks
