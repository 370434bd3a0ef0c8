#include "sample/weakness.hpp"

#include "base/assert.hpp"
#include "base/edit_distance.hpp"

#include <algorithm>
#include <array>

namespace postern::sample {
namespace {

struct Entry {
    Weakness weakness;
    std::string_view name;
    Visibility visibility;
    Effect effect;
    std::string_view description;
};

using enum Visibility;
using enum Effect;

constexpr std::array table{
    Entry{Weakness::open_html, "open-html", anonymous, hole,
          "pages for everyone are shown, with their data, to whoever asks"},
    Entry{Weakness::alg_none, "alg-none", anonymous, hole,
          "a token that says of itself that it is not signed is believed"},
    Entry{Weakness::any_signature, "any-signature", anonymous, hole,
          "tokens are decoded and not verified: any signature and any issuer will do"},
    Entry{Weakness::expiry_ignored, "expiry-ignored", tenant, hole, "tokens are valid for ever"},
    Entry{Weakness::qsh_ignored, "qsh-ignored", tenant, hole,
          "a token made for one address opens every other one"},
    Entry{Weakness::context_token_everywhere, "context-token-everywhere", tenant, hole,
          "pages, webhooks and lifecycle calls take the context token of a user's browser"},
    Entry{Weakness::tenant_confusion, "tenant-confusion", two_tenants, hole,
          "a token in the name of one tenant may be signed with the secret of another"},
    Entry{Weakness::hmac_with_public_key, "hmac-with-public-key", public_key, hole,
          "installs signed with HS256 are verified with the RSA public key as the secret"},
    Entry{Weakness::unsigned_install, "unsigned-install", anonymous, hole,
          "installed and uninstalled are obeyed without a look at their signature"},
    Entry{Weakness::admin_open_to_users, "admin-open-to-users", tenant, hole,
          "administration pages are shown to every user"},
    Entry{Weakness::error_but_leaks, "error-but-leaks", anonymous, hole,
          "who has no valid token gets a page that speaks of an error and holds the data all the same"},
    Entry{Weakness::refusal_leaks, "refusal-leaks", anonymous, hole,
          "who has no valid token gets status 401 with the page and its data as the body"},
    Entry{Weakness::login_redirect, "login-redirect", anonymous, harmless,
          "who has no valid token is redirected to a login page; a proper refusal"},
    Entry{Weakness::fake_login_redirect, "fake-login-redirect", anonymous, hole,
          "who has no valid token is redirected to /login, which then shows the page and its data"},
    Entry{Weakness::missing_cache_control, "missing-cache-control", anonymous, header,
          "pages have no Cache-Control"},
    Entry{Weakness::wrong_cache_control, "wrong-cache-control", anonymous, header,
          "pages may be kept in caches for an hour"},
    Entry{Weakness::missing_referrer_policy, "missing-referrer-policy", anonymous, header,
          "answers have no Referrer-Policy"},
    Entry{Weakness::wrong_referrer_policy, "wrong-referrer-policy", anonymous, header,
          "the whole address, token included, is sent on as the referrer"},
    Entry{Weakness::missing_hsts, "missing-hsts", anonymous, header,
          "no Strict-Transport-Security (to be seen with --tls --base-url https://localhost:PORT)"},
    Entry{Weakness::wrong_hsts, "wrong-hsts", anonymous, header,
          "Strict-Transport-Security for five minutes only (to be seen with --tls --base-url "
          "https://localhost:PORT)"},
    Entry{Weakness::insecure_cookie, "insecure-cookie", anonymous, header,
          "a session cookie under an unusual name, readable by scripts, given to whoever asks for a page"},
    Entry{Weakness::token_in_redirect, "token-in-redirect", anonymous, hole,
          "a refusal redirects to a login page and copies the token into that address"},
    Entry{Weakness::stack_trace, "stack-trace", anonymous, hole,
          "a token that cannot be read is answered with status 500 and a stack trace"},
    Entry{Weakness::vulnerable_library, "vulnerable-library", anonymous, hole,
          "the public page loads a JavaScript library with known vulnerabilities"},
    Entry{Weakness::credential_form, "credential-form", anonymous, hole,
          "the public page asks for the API token of the user's Atlassian account"},
    Entry{Weakness::reflected_input, "reflected-input", anonymous, hole,
          "who has no valid token gets a page that repeats the query of the address as HTML"},
    Entry{Weakness::open_redirect, "open-redirect", anonymous, hole,
          "who has no valid token is redirected to whatever address the parameter returnUrl names"},
    Entry{Weakness::exposed_env, "exposed-env", anonymous, hole,
          "the file of environment variables is served at /.env"},
    Entry{Weakness::exposed_git, "exposed-git", anonymous, hole, "the Git repository is served at /.git"},
    Entry{Weakness::directory_listing, "directory-listing", anonymous, hole,
          "the folder of the static files is listed"},
    Entry{Weakness::leaked_secret, "leaked-secret", anonymous, hole,
          "the page for everybody holds the shared secret of an installation"},
    Entry{Weakness::slow, "slow", anonymous, nuisance, "pages take their time to answer"},
    Entry{Weakness::unavailable, "unavailable", anonymous, nuisance,
          "everything but the descriptor answers 503"},
    Entry{Weakness::endless_redirect, "endless-redirect", anonymous, nuisance,
          "pages redirect from one address to the next without end"},
    Entry{Weakness::huge_body, "huge-body", anonymous, nuisance, "the body of every page is very long"},
    Entry{Weakness::wrong_content_type, "wrong-content-type", anonymous, nuisance,
          "pages say that they are images"},
    Entry{Weakness::wide_scopes, "wide-scopes", anonymous, declaration,
          "the descriptor asks for scopes that the app does not need: ADMIN and ACT_AS_USER"},
    Entry{Weakness::unsigned_migration, "unsigned-migration", anonymous, declaration,
          "the descriptor says that installs need not be signed (apiMigrations, signed-install)"},
    Entry{Weakness::csp_blocks_host, "csp-blocks-host", anonymous, header,
          "only the app's own pages may show its pages in a frame"},
    Entry{Weakness::unsafe_csp, "unsafe-csp", anonymous, header,
          "the policy of pages lets inline scripts and eval run"},
    Entry{Weakness::frame_options_deny, "frame-options-deny", anonymous, header,
          "pages refuse every frame, the host's included (X-Frame-Options)"},
    Entry{Weakness::sniffable, "sniffable", anonymous, header, "answers let browsers guess their type"},
    Entry{Weakness::cors_reflects_any_origin, "cors-reflects-any-origin", anonymous, header,
          "scripts of any site may read the answers with the user's cookies"},
};

constexpr auto weaknesses = [] {
    std::array<Weakness, table.size()> values{};
    std::ranges::transform(table, values.begin(), &Entry::weakness);
    return values;
}();

static_assert(
    [] {
        for (std::size_t i = 0; i < table.size(); ++i)
            if (static_cast<std::size_t>(table[i].weakness) != i)
                return false;
        return true;
    }(),
    "the table is in the order of the enum");

Entry const& entry(Weakness weakness)
{
    auto const index = static_cast<std::size_t>(weakness);
    POSTERN_ASSERT(index < table.size(), "a weakness is one of the enum");
    return table[index];
}

} // namespace

std::span<Weakness const> all() { return weaknesses; }

std::string_view name(Weakness weakness) { return entry(weakness).name; }

std::string_view description(Weakness weakness) { return entry(weakness).description; }

Visibility visibility(Weakness weakness) { return entry(weakness).visibility; }

Effect effect(Weakness weakness) { return entry(weakness).effect; }

std::optional<Weakness> weakness_from(std::string_view name)
{
    auto const* const found = std::ranges::find(table, name, &Entry::name);
    return found == table.end() ? std::nullopt : std::optional(found->weakness);
}

Weakness nearest(std::string_view name)
{
    constexpr std::size_t name_max_bytes = 64; // of what a person may have meant
    auto const tried = name.substr(0, name_max_bytes);
    return std::ranges::min_element(table, {},
                                    [&](Entry const& entry) { return edit_distance(tried, entry.name); })
        ->weakness;
}

} // namespace postern::sample
