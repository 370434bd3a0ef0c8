#include "platform/endpoint.hpp"

#include "platform/platform.hpp"

#include <array>

namespace postern::platform {
namespace {

template <typename Enum, std::size_t Size>
std::optional<Enum> by_name(std::array<Enum, Size> const& all, std::string_view text)
{
    for (auto const value : all)
        if (name(value) == text)
            return value;
    return std::nullopt;
}

} // namespace

std::string_view name(EndpointKind kind)
{
    switch (kind) {
    case EndpointKind::page:
        return "page";
    case EndpointKind::lifecycle:
        return "lifecycle";
    case EndpointKind::webhook:
        return "webhook";
    case EndpointKind::asset:
        return "asset";
    case EndpointKind::action:
        return "action";
    }
    return "";
}

std::string_view name(Audience audience)
{
    return audience == Audience::administrators ? "administrators" : "everyone";
}

std::string_view name(Caching caching) { return caching == Caching::cacheable ? "cacheable" : "per_request"; }

std::string_view name(TokenPlacement placement)
{
    return placement == TokenPlacement::authorization_header ? "authorization_header" : "query_parameter";
}

std::optional<EndpointKind> endpoint_kind_from(std::string_view text)
{
    using enum EndpointKind;
    return by_name(std::array{page, lifecycle, webhook, asset, action}, text);
}

std::optional<Audience> audience_from(std::string_view text)
{
    return by_name(std::array{Audience::everyone, Audience::administrators}, text);
}

std::optional<Caching> caching_from(std::string_view text)
{
    return by_name(std::array{Caching::per_request, Caching::cacheable}, text);
}

} // namespace postern::platform
