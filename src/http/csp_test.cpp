#include "http/csp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::http {
namespace {

using testing::SizeIs;

Url const self = parse_url("https://app.example/page").value();

TEST(Csp, the_first_directive_of_a_name_counts_and_policies_come_apart)
{
    auto const policies =
        csp_of({{"Content-Security-Policy", "Default-Src 'none'; ;default-src *, img-src\t*"},
                {"content-security-policy", " , "},
                {"Content-Security-Policy-Report-Only", "script-src 'none'"}});
    ASSERT_THAT(policies, SizeIs(2));
    EXPECT_THAT(policies[0].find("default-src")->values, testing::ElementsAre("'none'"));
    EXPECT_EQ(policies[0].find("img-src"), nullptr);
    EXPECT_THAT(policies[1].find("img-src")->values, testing::ElementsAre("*"));
}

TEST(Csp, sources_match_origins)
{
    struct Case {
        std::string_view source;
        std::string_view origin;
        bool matches;
    };
    for (auto const& [source, origin, matches] : {
             Case{"*", "http://x.example", true},
             Case{"'none'", "https://x.example", false},
             Case{"'self'", "https://app.example", true},
             Case{"'SELF'", "https://app.example:444", false},
             Case{"https:", "https://x.example", true},
             Case{"http:", "https://x.example", true},
             Case{"https:", "http://x.example", false},
             Case{"x.example", "https://x.example", true},
             Case{"x.example", "http://x.example", false}, // the page's scheme
             Case{"https://*.x.example", "https://a.b.x.example", true},
             Case{"*.x.example", "https://x.example", false},
             Case{"*.X.example/path", "https://a.x.example", true},
             Case{"https://x.example:*", "https://x.example:8443", true},
             Case{"https://x.example", "https://x.example:8443", false},
             Case{"https://x.example:8443", "https://x.example:8443", true},
             Case{"http://x.example:80", "https://x.example", true},
             Case{"xx.example", "https://x.example", false},
         })
        EXPECT_EQ(csp_source_matches(source, parse_url(origin).value(), self), matches)
            << source << " " << origin;
}

TEST(Csp, a_family_of_sites_may_frame_where_one_of_it_may)
{
    auto const lets = [](std::string_view policy) {
        return csp_lets_frame(parse_csp(policy), "https://*.site.example", self);
    };
    EXPECT_TRUE(lets("default-src 'none'"));
    EXPECT_TRUE(lets("frame-ancestors https://*.site.example"));
    EXPECT_TRUE(lets("frame-ancestors 'self' *.site.example:443"));
    EXPECT_TRUE(lets("frame-ancestors https://one.site.example"));
    EXPECT_TRUE(lets("frame-ancestors *.example"));
    EXPECT_TRUE(lets("frame-ancestors https:"));
    EXPECT_FALSE(lets("frame-ancestors 'self'"));
    EXPECT_FALSE(lets("frame-ancestors 'none'"));
    EXPECT_FALSE(lets("frame-ancestors"));
    EXPECT_FALSE(lets("frame-ancestors https://site.example"));
    EXPECT_FALSE(lets("frame-ancestors https://one.site.example.evil.example"));
    EXPECT_FALSE(lets("frame-ancestors https://one.site.example:8443"));
}

TEST(Csp, what_scripts_may_do_is_what_every_policy_lets_them)
{
    auto const scripts = [](std::vector<std::string_view> const& texts) {
        std::vector<CspPolicy> policies;
        for (auto const text : texts)
            policies.push_back(parse_csp(text));
        return csp_scripts(policies);
    };
    EXPECT_EQ(scripts({}), (CspScripts{true, true, true}));
    EXPECT_EQ(scripts({"img-src 'self'"}), (CspScripts{true, true, true}));
    EXPECT_EQ(scripts({"default-src 'self' 'unsafe-inline'"}), (CspScripts{true, false, false}));
    EXPECT_EQ(scripts({"default-src *; script-src 'self' 'unsafe-eval'"}), (CspScripts{false, true, false}));
    EXPECT_EQ(scripts({"script-src 'unsafe-inline' 'nonce-abc'"}), (CspScripts{}));
    EXPECT_EQ(scripts({"script-src 'unsafe-inline' 'sha256-abc='"}), (CspScripts{}));
    EXPECT_EQ(scripts({"script-src 'strict-dynamic' 'nonce-a' https: 'unsafe-inline'"}), (CspScripts{}));
    EXPECT_EQ(scripts({"script-src https:"}), (CspScripts{false, false, true}));
    EXPECT_EQ(scripts({"script-src 'unsafe-inline'", "script-src *"}), (CspScripts{}));
}

} // namespace
} // namespace postern::http
