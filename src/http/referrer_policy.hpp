#pragma once

// W3C Referrer Policy.

#include "http/headers.hpp"

#include <optional>
#include <string_view>

namespace postern::http {

enum class ReferrerPolicy {
    no_referrer,
    no_referrer_when_downgrade,
    same_origin,
    origin,
    strict_origin,
    origin_when_cross_origin,
    strict_origin_when_cross_origin,
    unsafe_url
};
[[nodiscard]] std::string_view name(ReferrerPolicy policy);

// Exactly one policy, in any case.
[[nodiscard]] std::optional<ReferrerPolicy> referrer_policy_from(std::string_view token);

// Of all field lines the last token that is a policy; others are passed over, so that a page can name a newer
// one behind one that every browser knows (section 8.1).
[[nodiscard]] std::optional<ReferrerPolicy> referrer_policy_of(Headers const& headers);

// The content of <meta name=referrer>: one policy or an old keyword, no list (HTML, section 4.2.5.1).
[[nodiscard]] std::optional<ReferrerPolicy> referrer_policy_of_meta(std::string_view content);

// Whether other sites get the whole address, query included.
[[nodiscard]] bool tells_other_sites_the_address(ReferrerPolicy policy);

} // namespace postern::http
