#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const directory_listing;

namespace {

using evidence::ExposedPaths;
using support::healthy;
using support::html;

// What the server answers for the folder /static/.
Verdict with_folder(http::Outcome const& outcome)
{
    auto evidence = healthy();
    evidence.exposed_paths->attempts.back().exchange.outcome = outcome;
    return directory_listing.run(evidence);
}

TEST(DirectoryListing, fails_the_listings_of_known_servers)
{
    for (auto const* page : {
             "<html>\n<head><title>Index of /static/</title></head><body><h1>Index of "
             "/static/</h1><hr><pre><a href=\"../\">",
             "<title>Index of /static</title><h1>Index of /static</h1><a href=\"/\">Parent Directory</a>",
             "<title>listing directory /static/</title><ul id=\"files\" class=\"view-tiles\">",
             "<title>Directory listing for /static/</title>",
             "<title>Directory Listing For [/static/]</title>",
             "<pre><A HREF=\"/\">[To Parent Directory]</A><br>",
             "<?xml "
             "version=\"1.0\"?><ListBucketResult><Contents><Key>a.js</Key></Contents></ListBucketResult>",
         }) {
        auto const verdict = with_folder(html(page));
        ASSERT_EQ(verdict.outcome, Outcome::fail) << page;
        EXPECT_THAT(verdict.findings.at(0).subject, testing::EndsWith(" in /static/"));
        EXPECT_THAT(verdict.findings[0].message, testing::StartsWith("GET /static/ is answered with "));
        EXPECT_THAT(verdict.findings[0].proof, testing::SizeIs(1));
    }
}

TEST(DirectoryListing, passes_what_is_none)
{
    EXPECT_EQ(with_folder(html("<title>Index of terms</title><h1>Index</h1>")).outcome, Outcome::pass);
    EXPECT_EQ(with_folder(html("<title>Index of /static</title><h1>Index of /static", 403)).outcome,
              Outcome::pass);
    EXPECT_EQ(with_folder(http::make_response(301, "", "")).outcome, Outcome::pass);
    EXPECT_THAT(with_folder(html("")).summary, testing::StartsWith("no listing at 2 folders"));
}

TEST(DirectoryListing, says_that_it_could_not_look)
{
    auto evidence = healthy();
    for (auto& attempt : evidence.exposed_paths->attempts)
        attempt.exchange.outcome = http::make_response(503, "", "");
    EXPECT_EQ(directory_listing.run(evidence).outcome, Outcome::inconclusive);
}

TEST(DirectoryListing, still_sees_the_listing_of_a_page_where_folders_are_turned_off)
{
    auto evidence = healthy();
    evidence.exposed_paths = ExposedPaths{.wish = ExposedPaths::Wish::turned_off};
    EXPECT_EQ(directory_listing.run(evidence).outcome, Outcome::not_applicable);
    support::answer(evidence, support::page_id, support::everyone(),
                    html("<title>Directory listing for /</title>"));
    auto const verdict = directory_listing.run(evidence);
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.at(0).endpoint, support::page_id);
}

} // namespace
} // namespace postern::checks
