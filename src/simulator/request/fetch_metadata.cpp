#include "simulator/request/fetch_metadata.hpp"

namespace postern::simulator {

bool is_of_browser(http::Request const& request)
{
    return request.headers.get("Origin") || request.headers.get("Sec-Fetch-Site");
}

bool is_of_foreign_page(http::Request const& request)
{
    auto const opens_a_tab = request.headers.get("Sec-Fetch-Mode") == "navigate" &&
                             request.headers.get("Sec-Fetch-Dest") == "document";
    return request.headers.get("Sec-Fetch-Site") == "cross-site" && !opens_a_tab;
}

} // namespace postern::simulator
