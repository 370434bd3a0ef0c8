#pragma once

// Content Security Policy Level 3, as far as frame-ancestors and scripts go.

#include "http/headers.hpp"
#include "http/url.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern::http {

struct CspDirective {
    std::string name; // lower case
    std::vector<std::string> values;
    bool operator==(CspDirective const&) const = default;
};

// One policy. Of a directive that is named twice the first counts (section 2.2.1).
struct CspPolicy {
    std::vector<CspDirective> directives;
    bool operator==(CspPolicy const&) const = default;

    [[nodiscard]] CspDirective const* find(std::string_view name) const;
};

// Several may be in force, in several field lines or parted by commas; what is done must be allowed by each.
// One without any directive is none.
[[nodiscard]] std::vector<CspPolicy> csp_of(Headers const& headers);
[[nodiscard]] CspPolicy parse_csp(std::string_view policy);

// Whether one source of a directive matches an origin (section 6.7.2.7, without the path). `self` is the
// address of the page that carries the policy.
[[nodiscard]] bool csp_source_matches(std::string_view source, Url const& origin, Url const& self);

// Whether the page may be framed by some site of `family`: an origin, or "https://*.site.example" for all
// below. A policy without frame-ancestors lets everyone.
[[nodiscard]] bool csp_lets_frame(CspPolicy const& policy, std::string_view family, Url const& self);

// What a policy's rule for scripts (script-src, else default-src) does not prevent.
struct CspScripts {
    bool inline_code = false; // unsafe-inline, and neither nonce, hash nor strict-dynamic that takes it back
    bool eval = false;
    bool any_origin = false; // *, a scheme of the network or data:, and no strict-dynamic
    bool operator==(CspScripts const&) const = default;
};
// Of all policies together: without any, everything is allowed.
[[nodiscard]] CspScripts csp_scripts(std::vector<CspPolicy> const& policies);

} // namespace postern::http
