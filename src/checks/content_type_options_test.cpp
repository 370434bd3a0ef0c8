#include "checks/check.hpp"
#include "support/spoilt_page.hpp"

#include <gtest/gtest.h>

namespace postern::checks {

extern Check const content_type_options;

namespace {

TEST(ContentTypeOptions, fails_what_browsers_guess_and_warns_where_nosniff_is_missing)
{
    auto const outcome = [](std::string type, std::string options, int status = 200) {
        return content_type_options
            .run(support::with_page(status,
                                    [&](http::Response& response) {
                                        response.headers.remove("Content-Type");
                                        response.headers.remove("X-Content-Type-Options");
                                        if (!type.empty())
                                            response.headers.set("Content-Type", type);
                                        if (!options.empty())
                                            response.headers.set("X-Content-Type-Options", options);
                                    }))
            .outcome;
    };
    EXPECT_EQ(outcome("text/html", "NoSniff"), Outcome::pass);
    EXPECT_EQ(outcome("", "nosniff"), Outcome::pass);
    EXPECT_EQ(outcome("text/html", ""), Outcome::warn);
    EXPECT_EQ(outcome("text/html", "none, nosniff"), Outcome::warn); // the first value counts
    EXPECT_EQ(outcome("text/html", "", 401), Outcome::warn);
    EXPECT_EQ(outcome("", ""), Outcome::fail);
    EXPECT_EQ(outcome("*/*", ""), Outcome::fail);
    EXPECT_EQ(outcome("", "", 401), Outcome::warn);
    EXPECT_EQ(outcome("", "", 500), Outcome::warn);
}

TEST(ContentTypeOptions, has_nothing_to_guess_where_there_is_no_body)
{
    auto evidence = support::with_page(
        401, [](http::Response& response) { response.headers.remove("X-Content-Type-Options"); }, "");
    EXPECT_EQ(content_type_options.run(evidence).outcome, Outcome::pass);
}

} // namespace
} // namespace postern::checks
