#include "platform/connect/explain.hpp"

#include "base/assert.hpp"
#include "jwt/algorithm.hpp"
#include "jwt/json_scan.hpp"
#include "platform/connect/qsh.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace postern::platform::connect {
namespace {

using std::chrono::seconds;

seconds whole_seconds(TimePoint now) { return std::chrono::floor<seconds>(now).time_since_epoch(); }

// "in 3 minutes", "14 minutes ago", "now".
std::string relative(jwt::NumericDate time, TimePoint now)
{
    auto const distance = time.time_since_epoch() - whole_seconds(now);
    if (distance == seconds(0))
        return "now";
    return distance > seconds(0) ? fmt::format("in {}", in_words(distance))
                                 : fmt::format("{} ago", in_words(-distance));
}

std::string dated(std::string_view what, jwt::NumericDate time, TimePoint now)
{
    return fmt::format("{} {} ({})", what, iso_time(time), relative(time, now));
}

std::string query_hash_meaning(std::string_view hash)
{
    if (hash == context_qsh)
        return "Bound to no address: this is a context token (AP.context.getToken).";
    if (hash.size() != qsh_digits)
        return "The query hash, but not of the right length: it can fit no request.";
    return "The query hash: binds the token to one method, path and set of parameters.";
}

std::string meaning_of(std::string_view name, jwt::Claims const& claims, TimePoint now)
{
    if (name == "iss")
        return "The issuer: the tenant's client key if the host signed, the app's key if the app did.";
    if (name == "sub")
        return "The subject: the user on whose behalf the host asks.";
    if (name == "aud")
        return "The audience: whom the token is meant for. In a signed install it is the app's base URL.";
    if (name == "qsh" && claims.query_hash)
        return query_hash_meaning(*claims.query_hash);
    if (name == "exp" && claims.expires_at)
        return dated(TimePoint(*claims.expires_at) <= now ? "Expired on" : "Expires on", *claims.expires_at,
                     now) +
               '.';
    if (name == "nbf" && claims.not_before)
        return dated("Not valid before", *claims.not_before, now) + '.';
    if (name == "iat" && claims.issued_at)
        return dated("Issued on", *claims.issued_at, now) + '.';
    if (name == "context")
        return "What the user was looking at. A page token's is usually empty.";
    if (name == "jti")
        return "The token's own number, by which a receiver can notice that it comes a second time.";
    return "A claim that Connect does not define; the app may give it a meaning.";
}

std::string header_meaning(std::string_view name, jwt::Token const& token)
{
    if (name == "alg") {
        auto const algorithm = jwt::algorithm_from_name(token.algorithm);
        if (!algorithm)
            return "No algorithm that a verifier should accept.";
        if (token.algorithm.starts_with("HS"))
            return "Signed with a secret that the host and the app share: page tokens, webhooks.";
        return "Signed with a private key; anybody can verify with the public one: signed installs.";
    }
    if (name == "typ")
        return "The kind of token.";
    if (name == "kid")
        return "The id of the key. An address or a path in it must never be followed.";
    return "A header member that Connect does not use.";
}

} // namespace

std::vector<ExplainedClaim> explain_header(jwt::Token const& token)
{
    jwt::JsonScanner scanner;
    auto const members = scanner.scan(token.header);
    POSTERN_ASSERT(members, "a token's header is a JSON object");
    std::vector<ExplainedClaim> claims;
    for (auto const& [key, value] : *members)
        claims.push_back({std::string(key), std::string(value), header_meaning(key, token)});
    return claims;
}

std::vector<ExplainedClaim> explain_payload(jwt::Token const& token, TimePoint now)
{
    jwt::JsonScanner scanner;
    auto const members = scanner.scan(token.payload);
    POSTERN_ASSERT(members, "a token's payload is a JSON object");
    std::vector<ExplainedClaim> claims;
    for (auto const& [key, value] : *members)
        claims.push_back({std::string(key), std::string(value), meaning_of(key, token.claims, now)});
    return claims;
}

std::string in_words(seconds duration)
{
    struct Unit {
        std::string_view name;
        long long size;
    };
    constexpr std::array<Unit, 4> units{{{"day", 86400}, {"hour", 3600}, {"minute", 60}, {"second", 1}}};
    std::string words;
    auto rest = static_cast<long long>(duration.count());
    int shown = 0;
    for (auto const& unit : units) {
        auto const count = rest / unit.size;
        rest %= unit.size;
        if (count == 0 && shown == 0)
            continue;
        if (++shown > 2)
            break;
        if (count > 0)
            words +=
                fmt::format("{}{} {}{}", words.empty() ? "" : " ", count, unit.name, count == 1 ? "" : "s");
    }
    return words.empty() ? "0 seconds" : words;
}

std::string iso_time(jwt::NumericDate time)
{
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(time - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string explain_age(jwt::Claims const& claims, TimePoint now)
{
    if (!claims.expires_at)
        return "has no expiry time: no receiver should accept it";
    auto const lifetime = claims.issued_at && *claims.expires_at > *claims.issued_at
                              ? fmt::format("valid for {}", in_words(*claims.expires_at - *claims.issued_at))
                              : std::string();
    if (TimePoint(*claims.expires_at) <= now)
        return fmt::format("expired {}{}", relative(*claims.expires_at, now),
                           lifetime.empty() ? "" : fmt::format("; it was {}", lifetime));
    if (claims.not_before && TimePoint(*claims.not_before) > now)
        return fmt::format("becomes valid {}", relative(*claims.not_before, now));
    if (claims.issued_at && TimePoint(*claims.issued_at) > now)
        return fmt::format("is issued {}, in the future: the clocks disagree",
                           relative(*claims.issued_at, now));
    return fmt::format("expires {}{}", relative(*claims.expires_at, now),
                       lifetime.empty() ? "" : fmt::format("; it is {} in all", lifetime));
}

} // namespace postern::platform::connect
