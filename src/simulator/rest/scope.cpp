#include "simulator/rest/scope.hpp"

#include "http/headers.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace postern::simulator {
namespace {

constexpr auto names = std::to_array<std::pair<Scope, std::string_view>>({
    {Scope::none, "NONE"},
    {Scope::read, "READ"},
    {Scope::write, "WRITE"},
    {Scope::remove, "DELETE"},
    {Scope::project_admin, "PROJECT_ADMIN"},
    {Scope::space_admin, "SPACE_ADMIN"},
    {Scope::admin, "ADMIN"},
    {Scope::act_as_user, "ACT_AS_USER"},
    {Scope::access_email_addresses, "ACCESS_EMAIL_ADDRESSES"},
});

constexpr std::uint16_t bit(Scope scope)
{
    return scope == Scope::none ? 0 : static_cast<std::uint16_t>(1U << std::to_underlying(scope));
}

constexpr std::uint16_t with_implied(Scope scope)
{
    switch (scope) {
    case Scope::write:
        return bit(scope) | with_implied(Scope::read);
    case Scope::remove:
        return bit(scope) | with_implied(Scope::write);
    case Scope::project_admin:
    case Scope::space_admin:
        return bit(scope) | with_implied(Scope::remove);
    case Scope::admin:
        return bit(scope) | with_implied(Scope::project_admin) | with_implied(Scope::space_admin);
    case Scope::none:
    case Scope::read:
    case Scope::act_as_user:
    case Scope::access_email_addresses:
        break;
    }
    return bit(scope);
}

std::optional<Scope> scope_from(std::string_view name)
{
    auto const* const found = std::ranges::find_if(
        names, [&](auto const& each) { return http::equal_ignoring_case(each.second, name); });
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

} // namespace

std::string_view name(Scope scope)
{
    return names[std::to_underlying(scope)].second; // in the order of the enumeration
}

void Scopes::add(Scope scope) { bits_ |= with_implied(scope); }

Scopes Scopes::of(std::span<platform::StatedScope const> stated)
{
    Scopes all;
    for (auto const& each : stated)
        if (auto const scope = scope_from(each.name.text))
            all.add(*scope);
    return all;
}

std::expected<Scopes, std::string> Scopes::parse(std::string_view list)
{
    Scopes all;
    while (!list.empty()) {
        auto const space = list.find(' ');
        auto const word = list.substr(0, space);
        list = space == std::string_view::npos ? std::string_view() : list.substr(space + 1);
        if (word.empty())
            continue;
        auto const scope = scope_from(word);
        if (!scope)
            return std::unexpected(std::string(word));
        all.add(*scope);
    }
    return all;
}

bool Scopes::allow(Scope needed) const { return (bits_ & bit(needed)) == bit(needed); }

Scope Scopes::first_missing(Scopes wanted) const
{
    for (auto const& [scope, text] : names)
        if (wanted.allow(scope) && !allow(scope))
            return scope;
    return Scope::none;
}

Scopes Scopes::within(Scopes others) const
{
    Scopes both;
    both.bits_ = bits_ & others.bits_;
    return both;
}

} // namespace postern::simulator
