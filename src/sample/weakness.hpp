#pragma once

// What can be switched off in the sample app, one thing at a time. `--weakness NAME` sets one; tests of the
// scanner go through `all()`.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace postern::sample {

enum class Weakness : std::uint8_t {
    open_html,
    alg_none,
    any_signature,
    expiry_ignored,
    qsh_ignored,
    context_token_everywhere,
    tenant_confusion,
    hmac_with_public_key,
    unsigned_install,
    admin_open_to_users,
    error_but_leaks,
    refusal_leaks,
    login_redirect,
    fake_login_redirect,
    missing_cache_control,
    wrong_cache_control,
    missing_referrer_policy,
    wrong_referrer_policy,
    missing_hsts,
    wrong_hsts,
    insecure_cookie,
    token_in_redirect,
    stack_trace,
    vulnerable_library,
    credential_form,
    reflected_input,
    open_redirect,
    exposed_env,
    exposed_git,
    directory_listing,
    leaked_secret,
    slow,
    unavailable,
    endless_redirect,
    huge_body,
    wrong_content_type,
    wide_scopes,
    unsigned_migration,
    csp_blocks_host,
    unsafe_csp,
    frame_options_deny,
    sniffable,
    cors_reflects_any_origin
};

// What somebody must hold to see the weakness from outside.
enum class Visibility {
    anonymous,  // nothing
    public_key, // an RSA public key of the key server, and its kid
    tenant,     // the secret of an installed tenant
    two_tenants // of two
};

enum class Effect {
    hole,        // somebody gets in, or something gets out
    header,      // a header or a cookie is missing or wrong
    declaration, // the descriptor asks for too much or declares the wrong thing
    nuisance,    // no hole, but hard on whoever talks to the app
    harmless     // looks like a hole and is none: a scanner must not call it one
};

[[nodiscard]] std::span<Weakness const> all();
[[nodiscard]] std::string_view name(Weakness weakness);        // "open-html"
[[nodiscard]] std::string_view description(Weakness weakness); // one line, without a full stop
[[nodiscard]] Visibility visibility(Weakness weakness);
[[nodiscard]] Effect effect(Weakness weakness);

// Exact names only.
[[nodiscard]] std::optional<Weakness> weakness_from(std::string_view name);

// The weakness whose name takes the fewest edits to reach from `name`; the first of them.
[[nodiscard]] Weakness nearest(std::string_view name);

class WeaknessSet {
public:
    constexpr WeaknessSet() = default;
    constexpr WeaknessSet(std::initializer_list<Weakness> weaknesses)
    {
        for (auto const weakness : weaknesses)
            add(weakness);
    }
    constexpr void add(Weakness weakness) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(weakness); }
    [[nodiscard]] constexpr bool has(Weakness weakness) const
    {
        return (bits_ >> static_cast<unsigned>(weakness) & 1U) != 0;
    }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }

private:
    std::uint64_t bits_ = 0;
};

} // namespace postern::sample
