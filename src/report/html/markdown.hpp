#pragma once

#include "report/html/markup.hpp"

#include <string_view>

namespace postern::report::html {

// What the pages in docs/checks/ are written in, as HTML: CommonMark with tables, without HTML in it.
// Headings begin at level `heading`. A link to another page ("forged-token.md") leads to that check in the
// report; only links to https:// lead out of it, all others become their text.
[[nodiscard]] Markup from_markdown(std::string_view text, int heading);

} // namespace postern::report::html
