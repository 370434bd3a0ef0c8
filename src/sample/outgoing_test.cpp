// What the app asks others: the key server for keys, the host for a user's role.
#include "jwt/verify.hpp"
#include "sample/form.hpp"
#include "support/running_server.hpp"
#include "support/sample_in_memory.hpp"

#include <gmock/gmock.h>

namespace postern::sample {
namespace {

using Answer = std::function<http::Response(http::Request const&)>;

// Asks over a real client; each call has its own, so that nothing outlives it.
std::expected<std::string, KeyFailure> key_of(std::string const& base, std::string key_id)
{
    boost::asio::io_context io;
    net::Client client(io.get_executor(), {});
    HttpKeyServer server(client, http::parse_url(base).value());
    std::optional<std::expected<std::string, KeyFailure>> key;
    boost::asio::co_spawn(io, server.public_key(std::move(key_id)), [&](std::exception_ptr, auto result) {
        key.emplace(std::move(result));
        client.stop();
    });
    while (!key)
        io.run_one();
    return *key;
}

TEST(HttpKeyServer, fetches_the_key_behind_the_base_url)
{
    std::vector<std::string> asked;
    auto const pem = host_key().public_pem().value();
    support::FunctionService service([&](http::Request const& request) {
        asked.push_back(http::parse_url(request.url)->target());
        return http::make_response(200, "text/plain", pem);
    });
    support::RunningServer const running(service);
    EXPECT_EQ(key_of(running.url("/keys"), "kid-1"), pem);
    EXPECT_EQ(key_of(running.url("/keys/"), "kid-1"), pem);
    EXPECT_EQ(key_of(running.url(), "kid-1"), pem);
    EXPECT_EQ(key_of(running.url(), "../kid").error(), KeyFailure::key_id_malformed);
    EXPECT_THAT(asked, testing::ElementsAre("/keys/kid-1", "/keys/kid-1", "/kid-1"));
}

TEST(HttpKeyServer, takes_nothing_but_a_key_for_one)
{
    auto const failure = [](http::Response const& response) {
        support::FunctionService service([&](http::Request const&) { return response; });
        support::RunningServer const running(service);
        return key_of(running.url(), "kid-1").error();
    };
    EXPECT_EQ(failure(http::make_response(404, "text/plain", "no")), KeyFailure::unknown);
    EXPECT_EQ(failure(http::make_response(200, "text/html", "<h1>an error page</h1>")),
              KeyFailure::unreachable);
    EXPECT_EQ(failure(http::make_response(500, "text/plain", host_key().public_pem().value())),
              KeyFailure::unreachable);
    auto redirect = http::make_response(302, "", "");
    redirect.headers.set("Location", "http://127.0.0.1:1/key");
    EXPECT_EQ(failure(redirect), KeyFailure::unreachable);
}

std::shared_ptr<Tenant> tenant_at(std::string const& base_url)
{
    auto tenant = std::make_shared<Tenant>();
    tenant->client_key = tenant_a.client_key;
    tenant->secret = jwt::Key::from_secret(tenant_a.secret).value();
    tenant->base_url = http::parse_url(base_url).value();
    return tenant;
}

Role role_at(std::string const& base_url, std::string const& rule)
{
    boost::asio::io_context io;
    net::Client client(io.get_executor(), {});
    FixedClock const clock(TimePoint(std::chrono::milliseconds(1'764'000'000'000)));
    HostAdministrators administrators(client, clock, std::string(app_key), {HostRule::parse(rule).value()});
    std::optional<Role> role;
    boost::asio::co_spawn(io, administrators.role(tenant_at(base_url), std::string(admin_account)),
                          [&](std::exception_ptr, Role result) {
                              role = result;
                              client.stop();
                          });
    while (!role)
        io.run_one();
    return *role;
}

TEST(HostAdministrators, asks_the_tenants_host_as_the_app)
{
    std::vector<http::Request> requests;
    support::FunctionService service([&](http::Request const& request) {
        requests.push_back(request);
        return http::make_response(200, "application/json",
                                   R"({"globalPermissions":["ADMINISTER"],"projectPermissions":[]})");
    });
    support::RunningServer const running(service);
    EXPECT_EQ(role_at(running.url("/jira"), "127.0.0.1"), Role::administrator);

    ASSERT_EQ(requests.size(), 1U);
    auto const& request = requests.front();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(http::parse_url(request.url)->target(), "/jira/rest/api/3/permissions/check");
    EXPECT_EQ(json::parse(request.body),
              json({{"globalPermissions", {"ADMINISTER"}}, {"accountId", admin_account}}));
    auto const token = std::string(request.headers.get("Authorization").value_or("").substr(4));
    auto const verified = jwt::verify(token, jwt::Key::from_secret(tenant_a.secret).value(),
                                      {.algorithms = {jwt::Algorithm::hs256}},
                                      TimePoint(std::chrono::milliseconds(1'764'000'000'000)));
    ASSERT_TRUE(verified) << describe(verified.error());
    EXPECT_EQ(verified->claims.issuer, app_key);
    EXPECT_TRUE(platform::connect::match_query_hash(verified->claims.query_hash.value(), "POST", request.url,
                                                    running.url("/jira")));
}

TEST(HostAdministrators, believe_nobody_an_administrator_without_a_clear_answer)
{
    struct Row {
        char const* name;
        int status;
        char const* body;
        Role role;
    };
    for (auto const& [name, status, body, role] : std::initializer_list<Row>{
             {"no permission", 200, R"({"globalPermissions":[]})", Role::user},
             {"another permission", 200, R"({"globalPermissions":["SYSTEM_ADMIN_X"]})", Role::user},
             {"no JSON", 200, "<html>", Role::user},
             {"a list", 200, "[]", Role::user},
             {"another type", 200, R"({"globalPermissions":"ADMINISTER"})", Role::user},
             {"an error", 500, R"({"globalPermissions":["ADMINISTER"]})", Role::unknown},
             {"a redirect", 302, R"({"globalPermissions":["ADMINISTER"]})", Role::unknown},
         }) {
        support::FunctionService service(
            [&](http::Request const&) { return http::make_response(status, "application/json", body); });
        support::RunningServer const running(service);
        EXPECT_EQ(role_at(running.url(), "127.0.0.1"), role) << name;
    }
}

TEST(HostAdministrators, ask_no_host_that_no_rule_allows)
{
    bool asked = false;
    support::FunctionService service([&](http::Request const&) {
        asked = true;
        return http::make_response(200, "application/json", R"({"globalPermissions":["ADMINISTER"]})");
    });
    support::RunningServer const running(service);
    EXPECT_EQ(role_at(running.url(), "*.atlassian.net"), Role::unknown);
    EXPECT_FALSE(asked);
}

TEST(HostRules, match_whole_host_names)
{
    auto const allowed = [](char const* rule, char const* url) {
        return HostRule::parse(rule).value().allows(http::parse_url(url).value());
    };
    EXPECT_TRUE(allowed("*.atlassian.net", "https://a.atlassian.net/wiki"));
    EXPECT_TRUE(allowed("*.Atlassian.NET", "https://a.b.atlassian.net"));
    EXPECT_TRUE(allowed("site.example", "https://site.example:8443"));
    EXPECT_TRUE(allowed("127.0.0.1", "http://127.0.0.1:8080"));
    EXPECT_TRUE(allowed("[::1]", "http://[::1]:8080"));
    EXPECT_FALSE(allowed("*.atlassian.net", "https://atlassian.net"));
    EXPECT_FALSE(allowed("*.atlassian.net", "https://evilatlassian.net"));
    EXPECT_FALSE(allowed("*.atlassian.net", "https://a.atlassian.net.evil.example"));
    EXPECT_FALSE(allowed("*.atlassian.net", "http://a.atlassian.net"));
    EXPECT_FALSE(allowed("site.example", "https://www.site.example"));
    for (auto const* rule :
         {"", "*", "*.", "*.net", "https://a.example", "a.example/x", "a b", "a.example:1", "*.*.x"})
        EXPECT_FALSE(HostRule::parse(rule)) << rule;
}

TEST(FormValues, are_decoded_as_forms_are)
{
    EXPECT_EQ(form_values("a=1&b=2&a=%33+4&a", "a"), (std::vector<std::string>{"1", "3 4", ""}));
    EXPECT_EQ(form_value("x%5B%5D=%zz%4&y", "x[]"), "%zz%4");
    EXPECT_EQ(form_value("", "a"), "");
    EXPECT_EQ(form_value("&&=&a=b=c", "a"), "b=c");
}

} // namespace
} // namespace postern::sample
