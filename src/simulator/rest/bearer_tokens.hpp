#pragma once

// The tokens with which an app acts as a user, in memory alone.

#include "base/clock.hpp"
#include "base/random.hpp"
#include "simulator/rest/scope.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace postern::simulator {

class BearerTokens {
public:
    static constexpr std::size_t tokens_max = 1000; // the one that ends first makes room
    static constexpr std::size_t token_bytes = 32;
    static constexpr std::chrono::seconds lifetime{900};

    explicit BearerTokens(Random& random) : random_(random) {}

    struct Grant {
        std::string site;
        std::string client_id; // of the installation; a reinstall has another, so that old tokens end with it
        std::string account_id;
        Scopes scopes;
        bool operator==(Grant const&) const = default;
    };
    // A new token for it.
    [[nodiscard]] std::string issue(Grant grant, TimePoint now);

    // Nothing for a token that was never issued or has expired. Tokens are found by their hash: how long it
    // takes says nothing of a token.
    [[nodiscard]] std::optional<Grant> find(std::string_view token, TimePoint now) const;

private:
    struct Entry {
        Grant grant;
        TimePoint expires_at;
    };
    Random& random_;
    std::map<std::array<std::uint8_t, 32>, Entry> tokens_; // by SHA-256 of the token
};

} // namespace postern::simulator
