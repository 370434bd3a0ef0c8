#pragma once

#include "http/html.hpp"

#include <cstddef>
#include <vector>

namespace postern::checks {

// What states something about the whole page stands at its beginning; the rest is not worth the time of
// reading it for every answer of a scan.
inline constexpr std::size_t head_max_bytes = 32 * 1024;

// The meta elements in the head of an HTML response, in their order; none where it is no HTML.
[[nodiscard]] std::vector<http::HtmlElement> head_metas(http::Response const& response);

} // namespace postern::checks
