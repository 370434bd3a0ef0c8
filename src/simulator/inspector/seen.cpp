#include "simulator/inspector/seen.hpp"

#include "simulator/inspector/calls.hpp"
#include "simulator/lifecycle/host_keys.hpp"
#include "simulator/lifecycle/registration.hpp"
#include "simulator/pages/page_calls.hpp"
#include "simulator/rest/oauth2.hpp"
#include "simulator/rest/rest.hpp"

#include <fmt/format.h>

namespace postern::simulator::inspector {

std::optional<Seen> seen_as(http::Url const& url)
{
    std::string_view const path = url.path;
    if (path.starts_with(page_calls_path)) {
        auto const call = path.substr(page_calls_path.size());
        if (call == "request" || call.starts_with(calls_prefix)) // seen as what is asked for
            return std::nullopt;
        return Seen{Direction::browser_to_host, fmt::format("call of the page: {}", call)};
    }
    if (path.starts_with("/simulator/") || path.starts_with("/atlassian-connect/") || path == "/inspector")
        return std::nullopt;
    if (path.starts_with(registration_path))
        return Seen{Direction::app_to_host, "app manager"};
    if (path.starts_with(keys_path))
        return Seen{Direction::app_to_host, "key of the host"};
    if (path == token_path)
        return Seen{Direction::app_to_host, "bearer token"};
    if (is_rest_path(path))
        return Seen{Direction::app_to_host, "REST"};
    return Seen{Direction::browser_to_host, "page"};
}

} // namespace postern::simulator::inspector
