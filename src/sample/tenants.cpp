#include "sample/tenants.hpp"

#include <algorithm>

namespace postern::sample {

std::string_view name(TenantState state)
{
    switch (state) {
    case TenantState::installed:
        return "installed";
    case TenantState::enabled:
        return "enabled";
    case TenantState::disabled:
        return "disabled";
    case TenantState::uninstalled:
        return "uninstalled";
    }
    return "";
}

std::expected<void, StoreError> Tenants::install(std::string_view client_key, jwt::Key secret,
                                                 http::Url base_url)
{
    auto found = tenants_.find(client_key);
    if (found == tenants_.end()) {
        if (tenants_.size() >= tenants_max_) {
            auto const gone = std::ranges::find_if(
                tenants_, [](auto const& entry) { return entry.second->state == TenantState::uninstalled; });
            if (gone == tenants_.end())
                return std::unexpected(StoreError::full);
            tenants_.erase(gone);
        }
        found = tenants_.emplace(client_key, std::make_shared<Tenant>()).first;
        found->second->client_key = client_key;
    }
    auto& tenant = *found->second;
    tenant.secret = std::move(secret);
    tenant.base_url = std::move(base_url);
    tenant.state = TenantState::installed;
    return {};
}

std::shared_ptr<Tenant> Tenants::find(std::string_view client_key) const
{
    auto const found = tenants_.find(client_key);
    return found == tenants_.end() ? nullptr : found->second;
}

std::shared_ptr<Tenant> Tenants::find_by_origin(std::string_view origin) const
{
    auto const found = std::ranges::find_if(tenants_, [&](auto const& entry) {
        return entry.second->base_url && entry.second->base_url->origin() == origin;
    });
    return found == tenants_.end() ? nullptr : found->second;
}

std::vector<jwt::Key> Tenants::secrets() const
{
    std::vector<jwt::Key> secrets;
    for (auto const& [client_key, tenant] : tenants_)
        if (tenant->secret)
            secrets.push_back(*tenant->secret);
    return secrets;
}

} // namespace postern::sample
