#include "simulator/rest/app_token.hpp"

#include "jwt/verify.hpp"
#include "platform/connect/iframe_url.hpp"
#include "platform/connect/qsh.hpp"

#include <fmt/format.h>

namespace postern::simulator {
namespace {

namespace connect = platform::connect;

constexpr std::string_view scheme = "JWT ";

// Apps hash against the one base URL that their install told, whichever product they ask.
std::optional<std::string> hash_problem(InstalledApp const& app, Tenant const& tenant,
                                        http::Request const& request, std::string_view hash)
{
    auto const base = connect::host_base_path(app.app);
    if (connect::match_query_hash(hash, request.method, request.url, base))
        return std::nullopt;
    return fmt::format(
        "The token's query hash is not that of {} {}. Hash against the base URL {}{}, which the "
        "install told the app: the path to hash is {}.",
        request.method, request.url, tenant.origin, base, connect::canonical_path(request.url, base));
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
    return hash_problem(app, tenant, request, token->claims.query_hash.value_or(""));
}

} // namespace postern::simulator
