#pragma once

// An HTML document as a flat list of its elements, read as browsers read it (the HTML standard's tree
// construction, by gumbo). Bounded in time and memory whatever the text is.

#include "http/message.hpp"
#include "http/url.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::http {

inline constexpr std::size_t html_max_bytes = 1024 * 1024;
inline constexpr std::size_t html_tags_max = 12'000; // start and end tags
inline constexpr std::size_t html_tag_max_bytes = 256 * 1024;
inline constexpr std::size_t html_tag_attributes_max = 500;
inline constexpr std::size_t html_tree_max_bytes = 64 * 1024 * 1024; // that the parser may allocate

struct HtmlAttribute {
    std::string name; // lower case
    std::string value;
    bool operator==(HtmlAttribute const&) const = default;
};

struct HtmlElement {
    std::string tag; // lower case
    std::vector<HtmlAttribute> attributes;
    std::string text;                  // directly in it, not in its children: the code of a script, a title
    std::optional<std::size_t> parent; // place in HtmlDocument::elements
    // Of the start tag in the document's text; without a length where no tag stands there (an implied head).
    std::size_t offset = 0;
    std::size_t length = 0;
    std::size_t line = 0; // 1-based
    bool operator==(HtmlElement const&) const = default;

    // The value of an attribute, empty for one without a value. Names compare without case.
    [[nodiscard]] std::optional<std::string_view> attribute(std::string_view name) const;
};

struct HtmlDocument {
    std::vector<HtmlElement> elements; // in the order of the document
    bool complete = true;              // false where a limit cut the document off

    // The elements with this tag (lower case), in the order of the document.
    [[nodiscard]] std::vector<HtmlElement const*> all(std::string_view tag) const;
    // Whether one of the element's ancestors has this tag (lower case).
    [[nodiscard]] bool within(HtmlElement const& element, std::string_view tag) const;
};

[[nodiscard]] HtmlDocument parse_html(std::string_view text);

// What relative addresses in the document are resolved against: its first <base href>, else its own address.
[[nodiscard]] Url base_url(HtmlDocument const& document, Url const& address);

// The media type of the Content-Type, without parameters, in lower case; empty without one.
[[nodiscard]] std::string media_type(Headers const& headers);
[[nodiscard]] std::string media_type(Response const& response);
// Whether a browser shows the response as HTML by its Content-Type; one without a type and with a body that
// begins as a document counts too, because browsers look into it (MIME Sniffing, section 7).
[[nodiscard]] bool is_html(Response const& response);

} // namespace postern::http
