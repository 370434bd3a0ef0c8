#pragma once

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

} // namespace postern::evidence
