#pragma once

// What was observed, as plain values: no judgement, no clock, no network. One scan is one Evidence, and one
// file (evidence/json.hpp).

#include "base/clock.hpp"
#include "http/exchange.hpp"
#include "platform/platform.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

// What a request presents to prove who it comes from.
enum class Credential {
    none,
    malformed,         // not a token at all
    alg_none,          // header says "none" (in several spellings), no signature
    signature_removed, // a well-formed HS256 token without its third part's bytes
    random_secret,     // HS256 with a secret nobody knows
    empty_secret,      // HS256 with the empty string as key
    unknown_issuer,    // HS256 by an issuer that no app can have stored
    unknown_key_id,    // RS256 with our own key under a kid that does not exist
    expired,           // as random_secret, and expired for longer than any leeway
    user               // the token that the person who scans has given
};
[[nodiscard]] std::string_view name(Credential credential);
[[nodiscard]] std::optional<Credential> credential_from(std::string_view name);
// "no token", "an unsigned token (alg none)" … to stand in a sentence.
[[nodiscard]] std::string_view in_words(Credential credential);

// A lifecycle request that the host did not send, and in which way it is wrong.
enum class LifecycleForgery {
    unsigned_request, // no token at all
    alg_none,         // a token that says that it is not signed
    hs256,            // HS256 with a made-up secret, where the host signs with RS256 or the tenant's secret
    own_key,          // RS256 with our own key, under a kid that does not exist
    wrong_audience,   // as own_key, with another app's base URL as audience
    key_id_with_path, // kid "../…": must not leave the key server's folder
    key_id_with_url   // kid "https://…": must not choose the key server
};
[[nodiscard]] std::string_view name(LifecycleForgery forgery);
[[nodiscard]] std::optional<LifecycleForgery> lifecycle_forgery_from(std::string_view name);
[[nodiscard]] std::string_view in_words(LifecycleForgery forgery);

// One request to one endpoint, followed through its redirects.
struct Attempt {
    std::string endpoint; // Endpoint::id
    Credential credential = Credential::none;
    std::optional<platform::TokenPlacement> placement; // none without a token
    std::string detail;                                // which spelling, which token; may be empty
    std::string context;                               // HostContext::label
    std::vector<http::Exchange> hops; // never empty; the last is what the client was left with
    // Why the last hop's redirect was not followed; empty where there was nothing more to follow.
    std::string stopped;
    bool operator==(Attempt const&) const = default;
};

// Requests without a token and with forged ones, to every endpoint but lifecycle.
struct AccessAttempts {
    std::vector<platform::HostContext> contexts;
    std::vector<Attempt> attempts;
    bool operator==(AccessAttempts const&) const = default;
};

struct LifecycleAttempt {
    std::string endpoint;
    std::string event; // "installed"
    LifecycleForgery forgery = LifecycleForgery::unsigned_request;
    http::Exchange exchange; // redirects are not followed: a redirect is no refusal
    bool operator==(LifecycleAttempt const&) const = default;
};

struct LifecycleAttempts {
    std::vector<LifecycleAttempt> attempts;
    bool operator==(LifecycleAttempts const&) const = default;
};

using platform::TokenBinding;
[[nodiscard]] std::string_view name(TokenBinding binding);
[[nodiscard]] std::optional<TokenBinding> token_binding_from(std::string_view name);

struct AdminAttempt {
    std::string endpoint;
    TokenBinding binding = TokenBinding::another_request;
    Attempt without_token;
    Attempt with_token;
    bool operator==(AdminAttempt const&) const = default;
};

// Whether somebody without the administrator's role gets to administrators' pages.
struct AdminAttempts {
    enum class UserToken { given, not_given };
    UserToken user_token = UserToken::not_given;
    std::vector<std::string> endpoints; // Endpoint::id of every endpoint for administrators
    // Empty where no token was given. Those to other endpoints than `endpoints` are controls: pages for
    // everyone that show whether the token opens anything at all.
    std::vector<AdminAttempt> attempts;
    bool operator==(AdminAttempts const&) const = default;
};

struct Target {
    std::string platform;   // "Atlassian Connect"
    std::string descriptor; // the URL or file that was given
    std::string app_key;
    std::string app_name;
    std::string base_url;
    platform::Authentication authentication = platform::Authentication::jwt;
    bool operator==(Target const&) const = default;
};

// Whether the scan ran to its end.
struct Completeness {
    std::vector<std::string> gaps; // one sentence each; empty: complete
    [[nodiscard]] bool complete() const { return gaps.empty(); }
    bool operator==(Completeness const&) const = default;
};

struct Evidence {
    std::string tool_version;
    Target target;
    TimePoint started_at{};
    TimePoint ended_at{};
    Completeness completeness;
    std::vector<platform::Endpoint> endpoints;
    std::vector<platform::Unprobed> unprobed;
    std::vector<std::string> descriptor_warnings;
    // What each probe brought; absent where it did not run. A check names the ones it needs in its
    // parameters.
    std::optional<AccessAttempts> access;
    std::optional<LifecycleAttempts> lifecycle;
    std::optional<AdminAttempts> admin;
    bool operator==(Evidence const&) const = default;
};

} // namespace postern::evidence
