#include "http/presented_token.hpp"

#include <algorithm>

namespace postern::http {

std::string_view presented_token(Request const& request)
{
    constexpr std::string_view scheme = "JWT ";
    if (auto const header = request.headers.get("Authorization"))
        return header->starts_with(scheme) ? header->substr(scheme.size()) : *header;
    auto const query =
        std::string_view(request.url).substr(std::min(request.url.find('?'), request.url.size()));
    for (std::string_view const name : {"?jwt=", "&jwt="})
        if (auto const at = query.find(name); at != std::string_view::npos) {
            auto const value = query.substr(at + name.size());
            return value.substr(0, value.find('&'));
        }
    return {};
}

} // namespace postern::http
