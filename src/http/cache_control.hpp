#pragma once

// Cache-Control of a response, RFC 9111 section 5.2.

#include "http/headers.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::http {

struct CacheControl {
    struct Directive {
        std::string name;  // lower case
        std::string value; // without its quotes; empty without one
        bool operator==(Directive const&) const = default;
    };
    std::vector<Directive> directives; // as they came, repeated ones too
    bool operator==(CacheControl const&) const = default;

    // Whether the directive stands there for the whole response: no-cache="set-cookie" and private="x" speak
    // of those fields only (sections 5.2.2.4 and 5.2.2.7).
    [[nodiscard]] bool has(std::string_view name) const;
    // The first value of max-age or s-maxage; one that is no number counts as 0 (section 4.2.1).
    [[nodiscard]] std::optional<std::chrono::seconds> age(std::string_view name) const;
};

// All field lines joined; nothing where there is none.
[[nodiscard]] std::optional<CacheControl> cache_control_of(Headers const& headers);
[[nodiscard]] CacheControl parse_cache_control(std::string_view value);

// Whether a cache may store a response with this status and use it again without asking (sections 3
// and 4.2.2).
[[nodiscard]] bool heuristically_cacheable(int status);

} // namespace postern::http
