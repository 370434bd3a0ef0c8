#pragma once

#include "http/exchange.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

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

} // namespace postern::evidence
