#include "simulator/pages/visitor_cookie.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::simulator {

std::string visitor_cookie_name(Tenant const& tenant) { return fmt::format("postern-user-{}", tenant.name); }

std::string visitor_in(http::Request const& request, Tenant const& tenant)
{
    auto const name = visitor_cookie_name(tenant);
    for (auto field : request.headers.all("Cookie"))
        while (!field.empty()) {
            auto const end = field.find(';');
            auto pair = field.substr(0, end);
            pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
            if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
                return std::string(pair.substr(name.size() + 1));
            field = end == std::string_view::npos ? std::string_view() : field.substr(end + 1);
        }
    return "";
}

std::string visitor_cookie(Tenant const& tenant, std::string_view account)
{
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict", visitor_cookie_name(tenant), account);
}

std::string no_visitor_cookie(Tenant const& tenant) { return visitor_cookie(tenant, "") + "; Max-Age=0"; }

} // namespace postern::simulator
