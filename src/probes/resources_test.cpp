#include "probes/resources.hpp"
#include "support/example_evidence.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::probes {
namespace {

using evidence::Resource;

// As the scan has it before it is settled: no exchange has an id.
evidence::Evidence with_page(std::string body, int status = 200)
{
    auto evidence = support::example_evidence();
    evidence.access->attempts[0].hops[0] = support::example_exchange(
        "", "https://app.example/panel/foo.html", http::make_response(status, "text/html", std::move(body)));
    return evidence;
}

std::vector<std::string> requested(ResourcesPlan const& plan)
{
    std::vector<std::string> urls;
    for (auto const& step : plan.steps)
        urls.push_back(step.request.url);
    return urls;
}

TEST(ResourcesPlan, has_the_scripts_of_the_apps_own_hosts_each_once)
{
    auto const plan =
        plan_scripts(with_page(R"html(<script src="a.js"></script><script src="/b.js?v=1"></script>
<script src="https://app.example/panel/a.js#x"></script><script>inline()</script>
<script type="text/template" src="/t.html"></script><link rel="modulepreload" href="/m.js">
<link rel="stylesheet" href="/s.css"><script src="http://["></script>)html"));
    EXPECT_THAT(requested(plan),
                testing::ElementsAre("https://app.example/panel/a.js", "https://app.example/b.js?v=1",
                                     "https://app.example/m.js"));
    EXPECT_EQ(plan.resources[1].named_by, "<script src=\"/b.js?v=1\">");
    EXPECT_EQ(plan.resources[1].endpoint, "webPanels/foo-panel");
    for (auto const& step : plan.steps) {
        EXPECT_EQ(step.redirects, Redirects::not_followed);
        EXPECT_FALSE(step.request.headers.get("Authorization"));
    }
}

TEST(ResourcesPlan, lists_the_scripts_of_others_and_requests_none)
{
    auto const plan = plan_scripts(with_page(
        R"(<script src="//cdn.example/all.js"></script><script src="http://app.example:81/x.js"></script>
<script src="https://vendor.example/v.js"></script>)"));
    EXPECT_THAT(requested(plan), testing::IsEmpty());
    ASSERT_EQ(plan.resources.size(), 3U);
    for (auto const& each : plan.resources) {
        EXPECT_EQ(each.kind, Resource::Kind::third_party);
        EXPECT_EQ(each.skipped, "another host");
    }
}

TEST(ResourcesPlan, takes_scripts_from_pages_only)
{
    EXPECT_THAT(plan_scripts(with_page("<script src=a.js></script>", 404)).resources, testing::IsEmpty());
    EXPECT_THAT(plan_scripts(support::example_evidence()).resources, testing::IsEmpty());
}

TEST(ResourcesPlan, ends_at_its_limit_and_says_so)
{
    std::string body;
    for (std::size_t i = 0; i < resources_listed_max + 10; ++i)
        body += fmt::format("<script src=/{}.js></script>", i);
    auto const plan = plan_scripts(with_page(std::move(body)));
    EXPECT_EQ(plan.steps.size(), resources_max);
    EXPECT_EQ(plan.resources.size(), resources_listed_max);
    EXPECT_THAT(plan.resources[resources_max].skipped, testing::HasSubstr("60"));
}

evidence::Resources script(http::Response response)
{
    return {{{.url = "https://app.example/static/a.js",
              .endpoint = "webPanels/foo-panel",
              .exchange =
                  support::example_exchange("", "https://app.example/static/a.js", std::move(response))}}};
}

TEST(ResourcesPlan, follows_a_script_to_its_source_map)
{
    auto const seen = support::example_evidence();
    auto const by_comment = plan_source_maps(
        seen,
        script(http::make_response(200, "text/javascript",
                                   "//# sourceMappingURL=no.map\nx();\n//# sourceMappingURL=a.js.map\n")));
    EXPECT_THAT(requested(by_comment), testing::ElementsAre("https://app.example/static/a.js.map"));
    EXPECT_EQ(by_comment.resources[0].named_by, "//# sourceMappingURL=a.js.map");
    EXPECT_EQ(by_comment.resources[0].kind, Resource::Kind::source_map);

    auto with_header = http::make_response(200, "text/javascript", "x();");
    with_header.headers.set("SourceMap", "/maps/a.map");
    EXPECT_THAT(requested(plan_source_maps(seen, script(with_header))),
                testing::ElementsAre("https://app.example/maps/a.map"));
}

TEST(ResourcesPlan, requests_no_source_map_from_elsewhere_or_in_the_script_itself)
{
    auto const seen = support::example_evidence();
    for (auto const* map : {"https://cdn.example/a.map", "data:application/json;base64,e30="})
        EXPECT_THAT(requested(plan_source_maps(
                        seen, script(http::make_response(200, "text/javascript",
                                                         fmt::format("//# sourceMappingURL={}", map))))),
                    testing::IsEmpty())
            << map;
}

} // namespace
} // namespace postern::probes
