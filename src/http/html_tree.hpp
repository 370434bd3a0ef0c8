#pragma once

#include "http/html.hpp"

#include <string_view>
#include <vector>

namespace postern::http {

// Parses and puts every element into `elements`. False, and nothing in it, where the tree would need more
// than html_tree_max_bytes.
[[nodiscard]] bool build_html_tree(std::string_view text, std::vector<HtmlElement>& elements);

} // namespace postern::http
