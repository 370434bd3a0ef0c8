#include "simulator/rest/app_token.hpp"

#include "jwt/verify.hpp"
#include "platform/connect/qsh.hpp"

#include <fmt/format.h>

namespace postern::simulator {
namespace {

namespace connect = platform::connect;

constexpr std::string_view scheme = "JWT ";

// Jira's base URL has no path, Confluence's is /wiki: apps hash against the one they were given.
bool is_bound(http::Request const& request, std::string_view hash)
{
    return connect::match_query_hash(hash, request.method, request.url, "") ||
           connect::match_query_hash(hash, request.method, request.url, "/wiki");
}

} // namespace

std::optional<std::string> app_token_problem(InstalledApp const& app, Tenant const& tenant,
                                             http::Request const& request, TimePoint now)
{
    auto const header = request.headers.get("Authorization").value_or("");
    if (!header.starts_with(scheme))
        return "The request carries no token: an app sends Authorization: JWT <token>, signed with its "
               "shared secret.";
    auto const key = jwt::Key::from_secret(app.installation.shared_secret);
    if (!key)
        return "The app has no shared secret here; install it again.";
    jwt::Policy const policy{.algorithms = {jwt::Algorithm::hs256}, .leeway = clock_difference_max};
    auto const token = jwt::verify(header.substr(scheme.size()), *key, policy, now);
    if (!token)
        return fmt::format("The app's token is not good at {}: {}.", tenant.title,
                           jwt::describe(token.error()));
    if (token->claims.issuer != app.app.key)
        return fmt::format("The app's token must be issued by {}, the app's key.", app.app.key);
    if (!token->claims.query_hash || !is_bound(request, *token->claims.query_hash))
        return fmt::format("The token's query hash is not that of {} {}.", request.method, request.url);
    return std::nullopt;
}

} // namespace postern::simulator
