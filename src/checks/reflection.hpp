#pragma once

// Whether a marker (evidence/input.hpp) came back in a page so that a browser reads its characters as HTML.

#include "http/html.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace postern::checks {

// What a marker did to the page, to stand in a sentence: "opens an element". Nothing where the marker is not
// in the page or stands there as text only. `document` is `body`, parsed.
[[nodiscard]] std::optional<std::string> breaks_out(std::string_view body, http::HtmlDocument const& document,
                                                    std::string_view word);

// The line around the first place of `word`, cut to what fits a report.
[[nodiscard]] std::string place_of(std::string_view body, std::string_view word);

} // namespace postern::checks
