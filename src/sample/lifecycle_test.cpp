#include "support/sample_in_memory.hpp"

#include <gmock/gmock.h>

namespace postern::sample {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class Install : public testing::Test {
protected:
    int status_of(json const& claims, json const& body, std::string_view key_id = host_key_id)
    {
        return app_.post("/installed", AppInMemory::sign_as_host(claims, key_id), body).status;
    }

    AppInMemory app_{AppInMemory::config()};
    json claims_ = app_.lifecycle_claims(tenant_a, "installed");
    json body_ = AppInMemory::lifecycle_body(tenant_a, "installed");
};

TEST_F(Install, is_taken_from_the_host) { EXPECT_EQ(status_of(claims_, body_), 204); }

TEST_F(Install, takes_an_audience_as_text_or_list_with_or_without_a_slash)
{
    for (auto const& audience :
         {json("https://app.example"), json("https://app.example/"), json({"https://app.example/"}),
          json({"https://x.example", "https://app.example"})}) {
        claims_["aud"] = audience;
        EXPECT_EQ(status_of(claims_, body_), 204) << audience;
    }
}

TEST_F(Install, is_refused_if_one_thing_about_the_token_is_wrong)
{
    struct Row {
        char const* name;
        char const* claim;
        json value;
    };
    for (auto const& [name, claim, value] : std::initializer_list<Row>{
             {"another issuer", "iss", "tenant-b"},
             {"another audience", "aud", json::array({"https://other.example"})},
             {"no audience", "aud", json::array()},
             {"a query hash of another address", "qsh",
              platform::connect::query_hash("POST", "/enabled", "")},
             {"a context token", "qsh", "context-qsh"},
             {"expired", "exp", claims_["iat"].get<long>() - 10},
             {"issued in the future", "iat", claims_["exp"].get<long>()},
         }) {
        auto claims = claims_;
        claims[claim] = value;
        EXPECT_EQ(status_of(claims, body_), 401) << name;
    }
    for (auto const* claim : {"iss", "aud", "qsh", "exp"}) {
        auto claims = claims_;
        claims.erase(claim);
        EXPECT_EQ(status_of(claims, body_), 401) << "without " << claim;
    }
    EXPECT_EQ(app_.open("/foo.html").status, 401);
}

TEST_F(Install, is_refused_if_the_body_is_not_for_this_app_and_event)
{
    struct Row {
        char const* member;
        json value;
        int status;
    };
    for (auto const& [member, value, status] :
         std::initializer_list<Row>{{"key", "another.app", 401},
                                    {"clientKey", "tenant-b", 401},
                                    {"clientKey", 7, 401},
                                    {"eventType", "uninstalled", 400}}) {
        auto body = body_;
        body[member] = value;
        EXPECT_EQ(status_of(claims_, body), status) << member << value;
    }
    for (auto const* member : {"sharedSecret", "baseUrl"}) {
        auto body = body_;
        body.erase(member);
        EXPECT_EQ(status_of(claims_, body), 400) << member;
    }
    for (auto const& value : {json(""), json(std::string(shared_secret_max_bytes + 1, 'x'))}) {
        auto body = body_;
        body["sharedSecret"] = value;
        EXPECT_EQ(status_of(claims_, body), 401);
    }
}

TEST_F(Install, asks_the_key_server_for_key_ids_only_that_can_be_in_a_path)
{
    for (auto const* key_id : {"", "..", "../x", "a/b", "https://attacker.example/key", "a%2fb", "a?b", "a b",
                               ".x", "a#b", "a\\b", "a@b:1"})
        EXPECT_EQ(status_of(claims_, body_, key_id), 401) << key_id;
    EXPECT_EQ(status_of(claims_, body_, std::string(key_id_max_bytes + 1, 'a')), 401);
    EXPECT_THAT(app_.keys.asked, IsEmpty());
    auto const without = jwt::sign(claims_.dump(), host_key(), jwt::Algorithm::rs256).value();
    EXPECT_EQ(app_.post("/installed", without, body_).status, 401);
    EXPECT_THAT(app_.keys.asked, IsEmpty());
    EXPECT_EQ(status_of(claims_, body_, "unknown-key"), 401);
    EXPECT_THAT(app_.keys.asked, Contains("unknown-key"));
}

TEST_F(Install, does_not_ask_the_key_server_about_other_algorithms)
{
    auto const header = fmt::format(R"({{"alg":"HS256","kid":"{}"}})", host_key_id);
    auto const secret = jwt::Key::from_secret(tenant_a.secret).value();
    auto const token = jwt::sign_with_header(header, claims_.dump(), secret, jwt::Algorithm::hs256).value();
    EXPECT_EQ(app_.post("/installed", token, body_).status, 401);
    EXPECT_THAT(app_.keys.asked, IsEmpty());
}

TEST_F(Install, brings_a_new_secret_with_a_new_install)
{
    EXPECT_EQ(status_of(claims_, body_), 204);
    TenantOfTest const again{"tenant-a", "another secret of tenant a", tenant_a.base_url};
    EXPECT_EQ(app_.lifecycle(again, "installed").status, 204);
    EXPECT_EQ(app_.open("/foo.html", again).status, 200);
    EXPECT_EQ(app_.open("/foo.html", tenant_a).status, 401);
}

TEST_F(Install, is_refused_where_there_is_no_room_until_somebody_leaves)
{
    auto config = AppInMemory::config();
    config.tenants_max = 1;
    AppInMemory app(std::move(config));
    EXPECT_EQ(app.lifecycle(tenant_a, "installed").status, 204);
    EXPECT_EQ(app.lifecycle(tenant_b, "installed").status, 503);
    EXPECT_EQ(app.lifecycle(tenant_a, "installed").status, 204);
    EXPECT_EQ(app.lifecycle(tenant_a, "uninstalled").status, 204);
    EXPECT_EQ(app.lifecycle(tenant_b, "installed").status, 204);
}

TEST(Uninstall, closes_the_pages_and_lets_disabled_come_before_or_after)
{
    for (auto const& order : {std::array{"disabled", "uninstalled"}, std::array{"uninstalled", "disabled"}}) {
        auto const app = healthy();
        for (auto const* event : order)
            EXPECT_EQ(app->lifecycle(tenant_a, event).status, 204);
        EXPECT_EQ(app->open("/foo.html").status, 401);
        EXPECT_EQ(app->report_update(tenant_a, "ABC-12").status, 401);
        EXPECT_EQ(app->open("/foo.html", tenant_b).status, 200);
        EXPECT_EQ(app->lifecycle(tenant_a, "installed").status, 204);
        EXPECT_EQ(app->open("/foo.html").status, 200);
    }
}

TEST(EnabledAndDisabled, need_the_tenants_own_token_and_body)
{
    auto const app = healthy();
    auto const claims = app->lifecycle_claims(tenant_a, "disabled");
    auto const token = AppInMemory::sign(claims, tenant_a.secret);
    EXPECT_EQ(app->post("/disabled", std::nullopt, AppInMemory::lifecycle_body(tenant_a, "disabled")).status,
              401);
    EXPECT_EQ(app->post("/disabled", token, AppInMemory::lifecycle_body(tenant_b, "disabled")).status, 401);
    EXPECT_EQ(app->post("/disabled", token, AppInMemory::lifecycle_body(tenant_a, "enabled")).status, 401);
    EXPECT_EQ(app->post("/disabled", AppInMemory::sign_as_host(claims),
                        AppInMemory::lifecycle_body(tenant_a, "disabled"))
                  .status,
              401);
    EXPECT_EQ(app->post("/disabled", token, AppInMemory::lifecycle_body(tenant_a, "disabled")).status, 204);
    EXPECT_THAT(app->open("/settings.html", tenant_a, admin_account).body, HasSubstr("<dd>disabled</dd>"));
}

TEST(LifecycleBody, is_read_only_if_it_is_what_the_host_sends)
{
    for (auto const* body : {"", "[]", "null", "{", "{}", R"({"key":"k","clientKey":"c"})",
                             R"({"key":1,"clientKey":"c","eventType":"installed"})",
                             R"({"key":"k","clientKey":"","eventType":"installed"})",
                             R"({"key":"k","clientKey":"c","eventType":"installed","baseUrl":"ftp://x"})",
                             R"({"key":"k","clientKey":"c","eventType":"installed","baseUrl":1})"})
        EXPECT_FALSE(read_lifecycle_call(body)) << body;
    EXPECT_FALSE(read_lifecycle_call(std::string(100'000, '[')));
    EXPECT_TRUE(read_lifecycle_call(R"({"key":"k","clientKey":"c","eventType":"enabled"})"));
}

TEST(IssueKey, is_what_jira_makes)
{
    for (auto const* good : {"ABC-12", "A-1", "PTRN7-4711", "A_B-9"})
        EXPECT_TRUE(is_issue_key(good)) << good;
    for (auto const* bad : {"", "-1", "ABC", "ABC-", "abc-1", "1AB-2", "A-1x", "A-1-2", "A B-1", "<b>-1"})
        EXPECT_FALSE(is_issue_key(bad)) << bad;
    EXPECT_FALSE(is_issue_key("A-" + std::string(100, '1')));
}

} // namespace
} // namespace postern::sample
