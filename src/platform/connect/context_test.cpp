#include "platform/connect/context.hpp"
#include "platform/connect/descriptor.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace postern::platform::connect {
namespace {

App app_with_parameters(std::string const& url)
{
    auto app = read_descriptor(
        R"({"key":"k","baseUrl":"https://app.example","modules":{"dialogs":[{"url":")" + url + R"("}]}})",
        std::nullopt);
    EXPECT_TRUE(app);
    return app ? *app : App{};
}

std::set<std::string> all_values(HostContext const& context)
{
    std::set<std::string> all{context.host_origin, context.client_key, context.user};
    for (auto const& [name, value] : context.values)
        all.insert(value);
    return all;
}

TEST(Context, isMarkedAsATest)
{
    SeededRandom random(1);
    auto const context = make_context(App{}, "a", random);
    EXPECT_EQ(context.label, "a");
    EXPECT_TRUE(context.client_key.starts_with("postern-test-"));
    EXPECT_TRUE(context.user.starts_with("postern-test-"));
    EXPECT_TRUE(context.host_origin.starts_with("https://postern-test-"));
    EXPECT_TRUE(context.host_origin.ends_with(".atlassian.net")); // nobody can own it: RFC 2606
}

TEST(Context, givesEachParameterAValueOfItsForm)
{
    struct Row {
        char const* parameter;
        char const* form;
    };
    std::vector<Row> const rows{
        {"issue.key", "PTRN[A-Z0-9]{6}-[0-9]{4}"},
        {"project.key", "PTRN[A-Z0-9]{6}"},
        {"ac.projectKey", "PTRN[A-Z0-9]{6}"},
        {"space.key", "PTRN[A-Z0-9]{6}"},
        {"issue.id", "1[0-9]{9}"},
        {"contentId", "1[0-9]{9}"},
        {"page.version", "1[0-9]{9}"},
        {"uuid", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"},
        {"modifiedUser.accountId", "postern-test-[0-9a-f]{10}"},
        {"tenant.url", "https://postern-test-[0-9a-f]{16}\\.atlassian\\.net"},
        {"output.type", "postern-test-[0-9a-f]{10}"},
    };
    std::string url = "/x?";
    for (auto const& row : rows)
        url += std::string("&p={") + row.parameter + "}";
    SeededRandom random(1);
    auto const context = make_context(app_with_parameters(url), "a", random);
    for (auto const& row : rows) {
        ASSERT_TRUE(context.values.contains(row.parameter)) << row.parameter;
        auto const& value = context.values.at(row.parameter);
        EXPECT_TRUE(std::regex_match(value, std::regex(row.form))) << row.parameter << ": " << value;
    }
    EXPECT_TRUE(context.values.at("issue.key").starts_with(context.values.at("project.key") + "-"));
    EXPECT_EQ(context.values.at("modifiedUser.accountId"), context.user);
}

TEST(Context, sharesNoValueWithAnother)
{
    SeededRandom random(1);
    auto const app = app_with_parameters("/x?{a}{b.id}{c.key}{issue.key}{tenant.url}{email}{userId}{d.url}");
    auto const a = all_values(make_context(app, "a", random));
    auto const b = all_values(make_context(app, "b", random));
    for (auto const& value : a)
        EXPECT_FALSE(b.contains(value)) << value;
}

TEST(Context, isTheSameForTheSameRandomness)
{
    auto const app = app_with_parameters("/x?{a}");
    SeededRandom first(7);
    SeededRandom second(7);
    EXPECT_EQ(make_context(app, "a", first), make_context(app, "a", second));
}

TEST(Context, limitsTheNumberOfValues)
{
    App app;
    app.endpoints.emplace_back();
    for (auto i = 0; i < 2000; ++i)
        app.endpoints[0].context_parameters.push_back("p" + std::to_string(i));
    SeededRandom random(1);
    EXPECT_EQ(make_context(app, "a", random).values.size(), context_values_max_count);
}

} // namespace
} // namespace postern::platform::connect
