#include "checks/check.hpp"
#include "support/spoilt_page.hpp"

#include <gtest/gtest.h>

namespace postern::checks {

extern Check const frame_options;

namespace {

Outcome outcome(int status, std::string options, std::string policy = "default-src 'self'")
{
    return frame_options
        .run(support::with_page(status,
                                [&](http::Response& response) {
                                    response.headers.set("X-Frame-Options", options);
                                    response.headers.set("Content-Security-Policy", policy);
                                }))
        .outcome;
}

TEST(FrameOptions, fails_what_keeps_the_host_out)
{
    EXPECT_EQ(outcome(200, "DENY"), Outcome::fail);
    EXPECT_EQ(outcome(200, "SameOrigin"), Outcome::fail);
    EXPECT_EQ(outcome(200, "ALLOWALL, DENY"), Outcome::fail);
    EXPECT_EQ(outcome(401, "DENY"), Outcome::warn);
}

TEST(FrameOptions, passes_where_frame_ancestors_overrides_it)
{
    EXPECT_EQ(outcome(200, "DENY", "frame-ancestors https://*.atlassian.net"), Outcome::pass);
    EXPECT_EQ(frame_options.run(support::healthy()).outcome, Outcome::pass);
}

TEST(FrameOptions, warns_of_what_browsers_ignore)
{
    EXPECT_EQ(outcome(200, "ALLOW-FROM https://one.atlassian.net"), Outcome::warn);
    EXPECT_EQ(outcome(200, "ALLOWALL"), Outcome::warn);
}

} // namespace
} // namespace postern::checks
