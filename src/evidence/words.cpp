#include "evidence/evidence.hpp"

#include <array>
#include <string>

namespace postern::evidence {
namespace {

template <typename Enum>
struct Words {
    Enum value;
    std::string_view name;
    std::string_view sentence;
};

constexpr std::array credentials{
    Words{Credential::none, "none", "no token"},
    Words{Credential::malformed, "malformed", "a malformed token"},
    Words{Credential::alg_none, "alg_none", "an unsigned token (alg none)"},
    Words{Credential::signature_removed, "signature_removed", "a token whose signature was removed"},
    Words{Credential::random_secret, "random_secret", "a token signed with a random secret"},
    Words{Credential::empty_secret, "empty_secret", "a token signed with the empty secret"},
    Words{Credential::unknown_issuer, "unknown_issuer", "a token of an unknown issuer"},
    Words{Credential::unknown_key_id, "unknown_key_id", "an RS256 token with an unknown key id"},
    Words{Credential::expired, "expired", "an expired token"},
    Words{Credential::user, "user", "the given user's token"},
};

constexpr std::array forgeries{
    Words{LifecycleForgery::unsigned_request, "unsigned_request", "no token"},
    Words{LifecycleForgery::alg_none, "alg_none", "an unsigned token (alg none)"},
    Words{LifecycleForgery::hs256, "hs256", "an HS256 token signed with a made-up secret"},
    Words{LifecycleForgery::own_key, "own_key", "an RS256 token signed with a key that is not the host's"},
    Words{LifecycleForgery::wrong_audience, "wrong_audience", "a token for another app's address"},
    Words{LifecycleForgery::key_id_with_path, "key_id_with_path", "a key id that holds a path"},
    Words{LifecycleForgery::key_id_with_url, "key_id_with_url", "a key id that holds a URL"},
};

constexpr std::array bindings{
    Words{TokenBinding::this_request, "this_request", ""},
    Words{TokenBinding::any_request, "any_request", ""},
    Words{TokenBinding::another_request, "another_request", ""},
};

constexpr std::array host_roles{
    Words{Host::Role::app, "app", ""},
    Words{Host::Role::descriptor, "descriptor", ""},
    Words{Host::Role::named, "named", ""},
};

template <typename Enum, std::size_t Size>
Words<Enum> const* find(std::array<Words<Enum>, Size> const& table, Enum value)
{
    for (auto const& words : table)
        if (words.value == value)
            return &words;
    return nullptr;
}

template <typename Enum, std::size_t Size>
std::optional<Enum> by_name(std::array<Words<Enum>, Size> const& table, std::string_view name)
{
    for (auto const& words : table)
        if (words.name == name)
            return words.value;
    return std::nullopt;
}

} // namespace

std::string_view name(Credential credential) { return find(credentials, credential)->name; }
std::string_view name(LifecycleForgery forgery) { return find(forgeries, forgery)->name; }
std::string_view name(Host::Role role) { return find(host_roles, role)->name; }
std::string_view name(TokenBinding binding) { return find(bindings, binding)->name; }
std::string_view in_words(Credential credential) { return find(credentials, credential)->sentence; }
std::string_view in_words(LifecycleForgery forgery) { return find(forgeries, forgery)->sentence; }
std::optional<Credential> credential_from(std::string_view name) { return by_name(credentials, name); }
std::optional<LifecycleForgery> lifecycle_forgery_from(std::string_view name)
{
    return by_name(forgeries, name);
}
std::optional<Host::Role> host_role_from(std::string_view name) { return by_name(host_roles, name); }
std::string address(Host const& host) { return host.name + ":" + std::to_string(host.port); }
std::optional<TokenBinding> token_binding_from(std::string_view name) { return by_name(bindings, name); }

} // namespace postern::evidence
