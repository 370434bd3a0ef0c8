#pragma once

// The sample app with its ports in memory, and what a host would send it.

#include "jwt/forge.hpp"
#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"
#include "sample/app.hpp"
#include "sample/descriptor.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace postern::sample {

using nlohmann::json;

// Runs a coroutine to its end on a loop of its own.
template <typename T>
T result_of(boost::asio::awaitable<T> task)
{
    boost::asio::io_context io;
    std::optional<T> result;
    std::exception_ptr failure;
    boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown, T value) {
        failure = thrown;
        result.emplace(std::move(value));
    });
    io.run();
    if (failure)
        std::rethrow_exception(failure);
    return std::move(*result);
}

class KeysInMemory final : public KeyServer {
public:
    boost::asio::awaitable<std::expected<std::string, KeyFailure>> public_key(std::string key_id) override
    {
        asked.push_back(key_id);
        auto const found = keys.find(key_id);
        if (found == keys.end())
            co_return std::unexpected(KeyFailure::unknown);
        co_return found->second;
    }

    std::map<std::string, std::string> keys;
    std::vector<std::string> asked;
};

class AdministratorsInMemory final : public Administrators {
public:
    boost::asio::awaitable<Role> role(std::shared_ptr<Tenant const>, std::string account) override
    {
        co_return reachable ? (accounts.contains(account) ? Role::administrator : Role::user) : Role::unknown;
    }

    std::set<std::string> accounts;
    bool reachable = true;
};

inline jwt::Key const& host_key()
{
    static auto const key = jwt::Key::generate(jwt::Algorithm::rs256);
    return key;
}

inline jwt::Key const& foreign_key()
{
    static auto const key = jwt::Key::generate(jwt::Algorithm::rs256);
    return key;
}

inline constexpr std::string_view host_key_id = "9f1c2c6e-0b3d-4b5a-8f52-000000000001";
inline constexpr std::string_view user_account = "user-account-1";
inline constexpr std::string_view admin_account = "admin-account-1";

struct TenantOfTest {
    std::string client_key;
    std::string secret;
    std::string base_url;
};

inline TenantOfTest const tenant_a{"tenant-a", "secret of tenant a, long enough", "https://a.atlassian.net"};
inline TenantOfTest const tenant_b{"tenant-b", "secret of tenant b, long enough", "https://b.atlassian.net"};

// The app at https://app.example. `healthy()` has two tenants; an issue of the first was updated three times.
class AppInMemory {
public:
    explicit AppInMemory(AppConfig config)
        : app_(std::move(config), {.clock = clock,
                                   .random = random_,
                                   .keys = keys,
                                   .administrators = administrators,
                                   .log = [this](std::string_view line) { log.emplace_back(line); }})
    {
        keys.keys.emplace(host_key_id, host_key().public_pem().value());
        administrators.accounts.emplace(admin_account);
    }

    static AppConfig config(WeaknessSet weaknesses = {}, std::string_view base = "https://app.example")
    {
        return {.base_url = http::parse_url(base).value(),
                .weaknesses = weaknesses,
                .slow_delay = std::chrono::milliseconds(5),
                .huge_body_bytes = 300'000};
    }

    http::Response call(http::Request request) { return result_of(app_.handle(std::move(request))); }

    http::Response get(std::string const& target)
    {
        return call({.method = "GET", .url = "https://app.example" + target});
    }

    // The claims of a token for this request.
    [[nodiscard]] json claims(TenantOfTest const& tenant, std::string_view method, std::string_view url,
                              std::string_view account = user_account) const
    {
        auto const now = std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
        return {{"iss", tenant.client_key},
                {"sub", account},
                {"iat", now},
                {"exp", now + 900},
                {"qsh", platform::connect::query_hash(method, url, "https://app.example")}};
    }

    static std::string sign(json const& claims, std::string const& secret)
    {
        return jwt::forge::hs256(claims.dump(), secret);
    }

    // A page of the app with a token in its address.
    http::Response get_with(std::string const& target, std::string const& token)
    {
        return get(target + (target.contains('?') ? "&jwt=" : "?jwt=") + token);
    }

    http::Response open(std::string const& target, TenantOfTest const& tenant = tenant_a,
                        std::string_view account = user_account)
    {
        auto const url = "https://app.example" + target;
        return get_with(target, sign(claims(tenant, "GET", url, account), tenant.secret));
    }

    static json lifecycle_body(TenantOfTest const& tenant, std::string_view event)
    {
        json body{{"key", app_key},
                  {"clientKey", tenant.client_key},
                  {"baseUrl", tenant.base_url},
                  {"productType", "jira"},
                  {"eventType", event}};
        if (event == "installed")
            body["sharedSecret"] = tenant.secret;
        return body;
    }

    [[nodiscard]] json lifecycle_claims(TenantOfTest const& tenant, std::string_view event) const
    {
        auto claims = this->claims(tenant, "POST", fmt::format("https://app.example/{}", event));
        claims["aud"] = {"https://app.example"};
        return claims;
    }

    http::Response post(std::string_view target, std::optional<std::string> const& token, json const& body)
    {
        http::Request request{.method = "POST",
                              .url = fmt::format("https://app.example{}", target),
                              .headers = {{"Content-Type", "application/json"}},
                              .body = body.dump()};
        if (token)
            request.headers.set("Authorization", "JWT " + *token);
        return call(std::move(request));
    }

    static std::string sign_as_host(json const& claims, std::string_view key_id = host_key_id)
    {
        return jwt::sign(claims.dump(), host_key(), jwt::Algorithm::rs256, key_id).value();
    }

    http::Response lifecycle(TenantOfTest const& tenant, std::string_view event)
    {
        auto const claims = lifecycle_claims(tenant, event);
        auto const is_signed_by_host = event == "installed" || event == "uninstalled";
        auto const token = is_signed_by_host ? sign_as_host(claims) : sign(claims, tenant.secret);
        return post(fmt::format("/{}", event), token, lifecycle_body(tenant, event));
    }

    http::Response report_update(TenantOfTest const& tenant, std::string_view issue)
    {
        auto const token = sign(claims(tenant, "POST", "https://app.example/issue-updated"), tenant.secret);
        return post("/issue-updated", token, {{"issue", {{"key", issue}}}});
    }

    FixedClock clock{TimePoint(std::chrono::milliseconds(1'764'000'000'000))};
    KeysInMemory keys;
    AdministratorsInMemory administrators;
    std::vector<std::string> log;

private:
    SeededRandom random_{11};
    App app_;
};

inline constexpr std::string_view panel =
    "/foo.html?issueKey=ABC-12&projectKey=ABC&xdm_e=https%3A%2F%2Fa.atlassian.net";
inline constexpr std::string_view updates_of_issue = "<output id=\"updates\">3</output>";

inline std::unique_ptr<AppInMemory> healthy(AppConfig config)
{
    auto app = std::make_unique<AppInMemory>(std::move(config));
    for (auto const* tenant : {&tenant_a, &tenant_b}) {
        EXPECT_EQ(app->lifecycle(*tenant, "installed").status, 204);
        EXPECT_EQ(app->lifecycle(*tenant, "enabled").status, 204);
    }
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(app->report_update(tenant_a, "ABC-12").status, 204);
    return app;
}

inline std::unique_ptr<AppInMemory> healthy(WeaknessSet weaknesses = {})
{
    return healthy(AppInMemory::config(weaknesses));
}

} // namespace postern::sample
