#include "platform/connect/connect_platform.hpp"
#include "platform/connect/qsh.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace postern::platform::connect {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr TimePoint now{1'700'000'000'999ms};

class Connect : public testing::Test {
protected:
    Connect()
    {
        auto read = platform_.read_descriptor(
            R"({"key":"k","baseUrl":"https://app.example/base/","lifecycle":{"installed":"/installed"},
                "modules":{"webPanels":[{"key":"p","url":"/x/?i={issue.key}"}],
                "webhooks":[{"event":"jira:issue_updated","url":"/w"},{"event":"page_created","url":"/w"}]}})",
            std::nullopt);
        EXPECT_TRUE(read);
        app_ = *read;
        context_ = platform_.make_context(app_, "a", random_);
    }

    [[nodiscard]] http::Request request(std::size_t endpoint, std::string method = "GET") const
    {
        return {.method = std::move(method),
                .url = platform_.endpoint_url(app_, app_.endpoints.at(endpoint), context_)};
    }

    ConnectPlatform platform_;
    SeededRandom random_{1};
    App app_;
    HostContext context_;
};

TEST_F(Connect, bindsAPageTokenToItsAddress)
{
    auto const page = request(1);
    auto const claims = json::parse(platform_.request_claims(app_, page, context_, now));
    EXPECT_EQ(claims.at("iss"), context_.client_key);
    EXPECT_EQ(claims.at("sub"), context_.user);
    EXPECT_EQ(claims.at("iat"), 1'700'000'000);
    EXPECT_EQ(claims.at("exp"), 1'700'000'900);
    EXPECT_EQ(claims.at("context"), json::object());
    EXPECT_FALSE(claims.contains("aud"));
    // The base path is no part of the hash.
    auto const target = page.url.substr(std::string("https://app.example/base").size());
    EXPECT_EQ(claims.at("qsh"), query_hash("GET", target, ""));
}

TEST_F(Connect, bindsAContextTokenToNoAddressAndTellsThePlace)
{
    context_.values = {{"issue.key", "ALPHA-1"}, {"project.id", "10000"}, {"content.version", ""}};
    auto const claims = json::parse(platform_.context_claims(context_, now));
    EXPECT_EQ(claims.at("qsh"), "context-qsh");
    EXPECT_EQ(claims.at("iss"), context_.client_key);
    EXPECT_EQ(claims.at("sub"), context_.user);
    EXPECT_EQ(claims.at("exp"), 1'700'000'900);
    EXPECT_EQ(claims.at("context"), json::parse(R"({"license":{"active":true},
        "jira":{"issue":{"key":"ALPHA-1"},"project":{"id":"10000"}}})"));
    EXPECT_EQ(json::parse(platform_.product_context(context_)), claims.at("context"));
}

TEST_F(Connect, knowsWhatATokenIsBoundTo)
{
    auto page = request(1);
    auto const hash =
        json::parse(platform_.request_claims(app_, page, context_, now)).at("qsh").get<std::string>();
    EXPECT_EQ(platform_.token_binding(app_, page, hash), TokenBinding::this_request);
    EXPECT_EQ(platform_.token_binding(app_, page, std::nullopt), TokenBinding::any_request);
    EXPECT_EQ(platform_.token_binding(app_, page, "context-qsh"), TokenBinding::any_request);
    EXPECT_EQ(platform_.token_binding(app_, page, ""), TokenBinding::another_request);
    EXPECT_EQ(platform_.token_binding(app_, request(0), hash), TokenBinding::another_request);
    platform_.place_token(page, "a.b.c", TokenPlacement::query_parameter);
    EXPECT_EQ(platform_.token_binding(app_, page, hash), TokenBinding::this_request);
    page.method = "POST";
    EXPECT_EQ(platform_.token_binding(app_, page, hash), TokenBinding::another_request);
}

TEST_F(Connect, bindsATokenToAFormBody)
{
    http::Request form{.method = "POST",
                       .url = "https://app.example/base/x",
                       .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                       .body = "a=b"};
    EXPECT_EQ(platform_.token_binding(app_, form, query_hash("POST", "/x?a=b", "")),
              TokenBinding::this_request);
    form.headers.set("Content-Type", "application/json");
    EXPECT_EQ(platform_.token_binding(app_, form, query_hash("POST", "/x?a=b", "")),
              TokenBinding::another_request);
}

TEST_F(Connect, installsWithASecretOfItsOwn)
{
    auto const post = request(0, "POST");
    auto const call = platform_.lifecycle_call(app_, "installed", post, context_, random_, now);
    auto const body = json::parse(call.body);
    EXPECT_EQ(body.at("key"), "k");
    EXPECT_EQ(body.at("clientKey"), context_.client_key);
    EXPECT_EQ(body.at("sharedSecret").get<std::string>().size(), 64U);
    EXPECT_EQ(body.at("baseUrl"), context_.host_origin);
    EXPECT_EQ(body.at("productType"), "jira");
    EXPECT_EQ(body.at("eventType"), "installed");
    auto const claims = json::parse(call.claims);
    EXPECT_EQ(claims.at("iss"), context_.client_key);
    EXPECT_EQ(claims.at("aud"), json::array({"https://app.example/base"}));
    EXPECT_EQ(claims.at("qsh"), query_hash("POST", "/installed", ""));
    auto const again = platform_.lifecycle_call(app_, "installed", post, context_, random_, now);
    EXPECT_NE(json::parse(again.body).at("sharedSecret"), body.at("sharedSecret"));
}

TEST_F(Connect, sendsASecretAndAnAudienceOnlyWhereTheHostDoes)
{
    struct Row {
        char const* event;
        bool secret;
        bool audience;
    };
    for (auto const& [event, secret, audience] : std::vector<Row>{{"installed", true, true},
                                                                  {"uninstalled", false, true},
                                                                  {"enabled", false, false},
                                                                  {"disabled", false, false}}) {
        auto const call = platform_.lifecycle_call(app_, event, request(0, "POST"), context_, random_, now);
        EXPECT_EQ(json::parse(call.body).contains("sharedSecret"), secret) << event;
        EXPECT_EQ(json::parse(call.claims).contains("aud"), audience) << event;
    }
}

TEST_F(Connect, putsTheContextIntoWebhooks)
{
    auto const jira = json::parse(platform_.webhook_body(app_, app_.endpoints.at(2), context_, now));
    EXPECT_EQ(jira.at("webhookEvent"), "jira:issue_updated");
    EXPECT_EQ(jira.at("timestamp"), 1'700'000'000'999);
    EXPECT_EQ(jira.at("issue").at("key"), context_.values.at("issue.key"));
    EXPECT_EQ(jira.at("user").at("accountId"), context_.user);
    auto const confluence = json::parse(platform_.webhook_body(app_, app_.endpoints.at(3), context_, now));
    EXPECT_EQ(confluence.at("page").at("id"), context_.values.at("page.id"));
    EXPECT_EQ(confluence.at("userAccountId"), context_.user);
}

TEST_F(Connect, survivesKeysThatAreNotUtf8)
{
    app_.key = "\xFF";
    EXPECT_TRUE(
        json::accept(platform_.lifecycle_call(app_, "installed", request(0), context_, random_, now).body));
}

TEST_F(Connect, putsTheTokenIntoTheHeader)
{
    http::Request request{.url = "https://app.example/x", .headers = {{"Authorization", "Basic x"}}};
    platform_.place_token(request, "a.b.c", TokenPlacement::authorization_header);
    EXPECT_EQ(request.headers.all("Authorization"), std::vector<std::string_view>{"JWT a.b.c"});
    EXPECT_EQ(request.url, "https://app.example/x");
}

TEST_F(Connect, putsTheTokenBehindAllOtherParameters)
{
    struct Row {
        char const* name;
        char const* url;
        char const* expected;
    };
    for (auto const& [name, url, expected] : std::vector<Row>{
             {"no query", "https://app.example/x", "https://app.example/x?jwt=a.b_c-%3D"},
             {"an empty query", "https://app.example/x?", "https://app.example/x?jwt=a.b_c-%3D"},
             {"a query", "https://app.example/x?a=b", "https://app.example/x?a=b&jwt=a.b_c-%3D"},
             {"an open query", "https://app.example/x?a=b&", "https://app.example/x?a=b&jwt=a.b_c-%3D"}}) {
        http::Request request{.url = url};
        platform_.place_token(request, "a.b_c-=", TokenPlacement::query_parameter);
        EXPECT_EQ(request.url, expected) << name;
    }
}

} // namespace
} // namespace postern::platform::connect
