#include "sample/administrators.hpp"

#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace postern::sample {
namespace {

constexpr std::string_view permission = "ADMINISTER";
constexpr std::string_view check_path = "/rest/api/3/permissions/check";

// The app's own token for the host: issued by the app's key, bound to this request.
std::optional<std::string> host_token(std::string const& app_key, jwt::Key const& secret, TimePoint now)
{
    auto const seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    nlohmann::json const claims{
        {"iss", app_key},
        {"iat", seconds},
        {"exp", seconds + HostAdministrators::token_lifetime.count()},
        {"qsh", platform::connect::query_hash("POST", check_path, "")},
    };
    auto token = jwt::sign(claims.dump(), secret, jwt::Algorithm::hs256);
    return token ? std::optional(std::move(*token)) : std::nullopt;
}

bool grants(http::Response const& response)
{
    if (response.status != 200 || response.body_truncated())
        return false;
    auto const answer = nlohmann::json::parse(response.body, nullptr, false);
    if (!answer.is_object())
        return false;
    auto const granted = answer.find("globalPermissions");
    return granted != answer.end() && granted->is_array() &&
           std::ranges::any_of(*granted, [](auto const& value) { return value == permission; });
}

} // namespace

boost::asio::awaitable<Role> HostAdministrators::role(std::shared_ptr<Tenant const> tenant,
                                                      std::string account)
{
    if (!tenant->secret || !tenant->base_url || !allows(rules_, *tenant->base_url))
        co_return Role::unknown;
    auto const token = host_token(app_key_, *tenant->secret, clock_.now());
    if (!token)
        co_return Role::unknown;

    auto url = *tenant->base_url;
    url.path = (url.path.ends_with('/') ? url.path.substr(0, url.path.size() - 1) : url.path) +
               std::string(check_path);
    url.query.clear();
    url.has_query = false;
    nlohmann::json const question{{"globalPermissions", {permission}}, {"accountId", account}};
    http::Request request{.method = "POST",
                          .url = url.text(),
                          .headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}},
                          .body = question.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
    request.headers.set("Authorization", "JWT " + *token);
    auto const deadline = std::chrono::steady_clock::now() + answer_timeout;
    auto step = client_.send(std::move(request), deadline);
    auto const sent = co_await std::move(step);
    auto const* const response = std::get_if<http::Response>(&sent.outcome);
    if (!response || response->status != 200)
        co_return Role::unknown;
    co_return grants(*response) ? Role::administrator : Role::user;
}

} // namespace postern::sample
