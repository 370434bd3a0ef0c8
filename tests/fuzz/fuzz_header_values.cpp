// The values of Cache-Control, Referrer-Policy, Content-Security-Policy and Set-Cookie, each read from the
// same bytes.
#include "base/assert.hpp"
#include "http/cache_control.hpp"
#include "http/csp.hpp"
#include "http/referrer_policy.hpp"
#include "http/set_cookie.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern::http;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const age = parse_cache_control(text).age("max-age");
    POSTERN_ASSERT(!age || age->count() >= 0, "an age is not negative");
    if (auto const policy = referrer_policy_of_meta(text))
        POSTERN_ASSERT(referrer_policy_from(name(*policy)) == policy, "a policy comes back from its name");
    auto const csp = parse_csp(text);
    for (auto const& directive : csp.directives)
        POSTERN_ASSERT(csp.find(directive.name) == &directive, "no directive stands there twice");
    auto const self = parse_url("https://app.example/");
    POSTERN_ASSERT(csp.find("frame-ancestors") || csp_lets_frame(csp, "https://*.site.example", *self),
                   "without frame-ancestors everyone may frame");
    static_cast<void>(csp_source_matches(text, *self, *self));
    static_cast<void>(csp_scripts({csp}));
    if (auto const cookie = parse_set_cookie(text)) {
        POSTERN_ASSERT(!cookie->name.empty() || !cookie->value.empty(), "a cookie is not empty");
        static_cast<void>(cookie->lifetime({}));
        static_cast<void>(cookie->breaks_prefix());
    }
    return 0;
}
