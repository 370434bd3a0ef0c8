#pragma once

// How Confluence writes the text of a page: XHTML.
// Source: https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html.

#include <string>
#include <string_view>

namespace postern::simulator::rest {

// A <p> for each paragraph.
[[nodiscard]] std::string storage_of(std::string_view text);

// What a person reads: tags left out, an empty line after each block, the five entities of XML, &nbsp; and
// numbers decoded. What is no XHTML is taken as it stands.
[[nodiscard]] std::string text_of_storage(std::string_view storage);

} // namespace postern::simulator::rest
