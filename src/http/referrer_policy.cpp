#include "http/referrer_policy.hpp"

#include "http/field_value.hpp"

#include <array>
#include <utility>

namespace postern::http {
namespace {

constexpr std::array<std::pair<ReferrerPolicy, std::string_view>, 8> policies{{
    {ReferrerPolicy::no_referrer, "no-referrer"},
    {ReferrerPolicy::no_referrer_when_downgrade, "no-referrer-when-downgrade"},
    {ReferrerPolicy::same_origin, "same-origin"},
    {ReferrerPolicy::origin, "origin"},
    {ReferrerPolicy::strict_origin, "strict-origin"},
    {ReferrerPolicy::origin_when_cross_origin, "origin-when-cross-origin"},
    {ReferrerPolicy::strict_origin_when_cross_origin, "strict-origin-when-cross-origin"},
    {ReferrerPolicy::unsafe_url, "unsafe-url"},
}};

constexpr std::array<std::pair<std::string_view, ReferrerPolicy>, 4> old_keywords{{
    {"never", ReferrerPolicy::no_referrer},
    {"default", ReferrerPolicy::strict_origin_when_cross_origin},
    {"always", ReferrerPolicy::unsafe_url},
    {"origin-when-crossorigin", ReferrerPolicy::origin_when_cross_origin},
}};

} // namespace

std::string_view name(ReferrerPolicy policy)
{
    for (auto const& [value, text] : policies)
        if (value == policy)
            return text;
    return "";
}

std::optional<ReferrerPolicy> referrer_policy_from(std::string_view token)
{
    for (auto const& [value, text] : policies)
        if (equal_ignoring_case(text, token))
            return value;
    return std::nullopt;
}

std::optional<ReferrerPolicy> referrer_policy_of(Headers const& headers)
{
    std::optional<ReferrerPolicy> last;
    for (auto const value : headers.all("Referrer-Policy"))
        for (auto const token : split(value, ','))
            if (auto const policy = referrer_policy_from(token))
                last = policy;
    return last;
}

std::optional<ReferrerPolicy> referrer_policy_of_meta(std::string_view content)
{
    auto const token = trimmed(content);
    for (auto const& [keyword, policy] : old_keywords)
        if (equal_ignoring_case(keyword, token))
            return policy;
    return referrer_policy_from(token);
}

bool tells_other_sites_the_address(ReferrerPolicy policy)
{
    return policy == ReferrerPolicy::unsafe_url || policy == ReferrerPolicy::no_referrer_when_downgrade;
}

} // namespace postern::http
