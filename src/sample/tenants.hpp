#pragma once

#include "http/url.hpp"
#include "jwt/key.hpp"

#include <cstddef>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::sample {

enum class TenantState { installed, enabled, disabled, uninstalled };
[[nodiscard]] std::string_view name(TenantState state);

// One installation of the app, and what the app has learnt from it.
struct Tenant {
    std::string client_key;
    std::optional<jwt::Key> secret;    // none only for a visitor that a weakness let in
    std::optional<http::Url> base_url; // of the host product
    TenantState state = TenantState::installed;
    std::map<std::string, int, std::less<>> updates; // by issue key: how many were reported
};

enum class StoreError { full };

// The tenants, in memory and bounded. `uninstalled` and `disabled` come in any order, a few milliseconds
// apart: so an uninstalled tenant stays known, for the signature of the other call, until its room is needed.
class Tenants {
public:
    explicit Tenants(std::size_t tenants_max) : tenants_max_(tenants_max) {}

    // A new installation, or the same one again with a new secret; what was learnt from it stays.
    [[nodiscard]] std::expected<void, StoreError> install(std::string_view client_key, jwt::Key secret,
                                                          http::Url base_url);

    // Nothing if there is no such tenant; it may be uninstalled.
    [[nodiscard]] std::shared_ptr<Tenant> find(std::string_view client_key) const;

    // The tenant that is installed from this site.
    [[nodiscard]] std::shared_ptr<Tenant> find_by_origin(std::string_view origin) const;

    [[nodiscard]] std::vector<jwt::Key> secrets() const; // of all tenants
    [[nodiscard]] std::size_t size() const { return tenants_.size(); }

private:
    std::size_t tenants_max_;
    std::map<std::string, std::shared_ptr<Tenant>, std::less<>> tenants_;
};

} // namespace postern::sample
