#include "simulator/rest/adf.hpp"

#include "simulator/rest/paragraphs.hpp"
#include "simulator/rest/route.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

// Nodes that stand in a line, not below each other.
constexpr auto inline_nodes = std::to_array<std::string_view>(
    {"text", "hardBreak", "mention", "emoji", "inlineCard", "date", "status", "placeholder"});

bool is_inline(std::string_view type) { return std::ranges::find(inline_nodes, type) != inline_nodes.end(); }

// What a node says itself: a text, or the attribute that a person sees of it.
std::string own_text(Json const& node)
{
    if (auto text = text_member(node, "text"); !text.empty())
        return text;
    auto const* const attributes = member(node, "attrs");
    if (!attributes)
        return "";
    for (auto const* name : {"text", "shortName", "url"})
        if (auto text = text_member(*attributes, name); !text.empty())
            return text;
    return "";
}

// False where the nodes are nested too deeply.
bool gather(Json const& node, int depth, TextOfBlocks& text)
{
    if (depth > document_max_depth)
        return false;
    auto const type = text_member(node, "type");
    if (type == "hardBreak")
        text.break_line();
    else if (is_inline(type))
        text.add(own_text(node));
    auto const* const content = member(node, "content");
    if (content && content->is_array())
        for (auto const& child : *content)
            if (!gather(child, depth + 1, text))
                return false;
    if (!is_inline(type))
        text.end_block();
    return true;
}

Json paragraph_node(std::string_view paragraph)
{
    Json content = Json::array();
    for (auto const line : lines(paragraph)) {
        if (!content.empty())
            content.push_back({{"type", "hardBreak"}});
        if (!line.empty())
            content.push_back({{"type", "text"}, {"text", line}});
    }
    return {{"type", "paragraph"}, {"content", std::move(content)}};
}

} // namespace

Json document(std::string_view text)
{
    Json content = Json::array();
    for (auto const paragraph : paragraphs(text))
        content.push_back(paragraph_node(paragraph));
    return {{"type", "doc"}, {"version", 1}, {"content", std::move(content)}};
}

std::expected<std::string, std::string> text_of_document(Json const& document)
{
    if (!document.is_object() || text_member(document, "type") != "doc")
        return std::unexpected(
            R"(Version 3 takes texts as Atlassian Document Format: {"type":"doc","version":1,"content":[…]}.)");
    TextOfBlocks text;
    if (!gather(document, 0, text))
        return std::unexpected(fmt::format("The document is nested more than {} deep.", document_max_depth));
    return text.take();
}

} // namespace postern::simulator::rest
