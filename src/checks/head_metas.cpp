#include "checks/head_metas.hpp"

#include <string_view>

namespace postern::checks {

std::vector<http::HtmlElement> head_metas(http::Response const& response)
{
    std::vector<http::HtmlElement> metas;
    if (!http::is_html(response))
        return metas;
    auto const head = std::string_view(response.body).substr(0, head_max_bytes);
    if (!http::lower_case(head).contains("<meta"))
        return metas;
    auto const document = http::parse_html(head);
    for (auto const* meta : document.all("meta"))
        if (document.within(*meta, "head"))
            metas.push_back(*meta);
    return metas;
}

} // namespace postern::checks
