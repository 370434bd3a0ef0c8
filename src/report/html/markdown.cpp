#include "report/html/markdown.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <md4c.h>
#include <string>
#include <vector>

namespace postern::report::html {
namespace {

std::string_view view(MD_ATTRIBUTE const& attribute) { return {attribute.text, attribute.size}; }

// Where a link may lead; nothing if nowhere.
std::string target(std::string_view link)
{
    constexpr std::string_view page = ".md";
    auto const is_id_character = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
    if (link.starts_with("https://"))
        return std::string(link);
    if (!link.ends_with(page))
        return "";
    link.remove_suffix(page.size());
    return !link.empty() && std::ranges::all_of(link, is_id_character) ? "#check-" + std::string(link) : "";
}

// Called by md4c at the beginning and end of each part.
class Renderer {
public:
    explicit Renderer(int heading) : heading_(heading) {}

    void enter(MD_BLOCKTYPE type, void* detail) { block(type, detail, "<", ">"); }
    void leave(MD_BLOCKTYPE type, void* detail)
    {
        block(type, detail, "</", ">");
        if (type != MD_BLOCK_LI && type != MD_BLOCK_TD && type != MD_BLOCK_TH && type != MD_BLOCK_DOC)
            html_ += '\n';
    }

    void enter(MD_SPANTYPE type, void* detail)
    {
        if (type == MD_SPAN_A) {
            links_.push_back(target(view(static_cast<MD_SPAN_A_DETAIL*>(detail)->href)));
            if (!links_.back().empty())
                html_ += markup(R"(<a href="{}" rel="noreferrer">)", links_.back()).html;
            return;
        }
        span(type, "<");
    }

    void leave(MD_SPANTYPE type)
    {
        if (type == MD_SPAN_A) {
            if (!links_.back().empty())
                html_ += "</a>";
            links_.pop_back();
            return;
        }
        span(type, "</");
    }

    void text(MD_TEXTTYPE type, std::string_view text)
    {
        if (type == MD_TEXT_BR)
            html_ += "<br>";
        else if (type == MD_TEXT_ENTITY)
            html_ += text; // md4c has found its form valid: "&amp;"
        else
            html_ += type == MD_TEXT_SOFTBR ? "\n" : escaped_lines(text);
    }

    [[nodiscard]] Markup take() { return {std::move(html_)}; }

private:
    void element(std::string_view open, std::string_view name, std::string_view close)
    {
        html_.append(open).append(name).append(close);
    }

    void block(MD_BLOCKTYPE type, void* detail, std::string_view open, std::string_view close)
    {
        constexpr unsigned heading_max = 6;
        switch (type) {
        case MD_BLOCK_P:
            return element(open, "p", close);
        case MD_BLOCK_UL:
            return element(open, "ul", close);
        case MD_BLOCK_OL:
            return element(open, "ol", close);
        case MD_BLOCK_LI:
            return element(open, "li", close);
        case MD_BLOCK_QUOTE:
            return element(open, "blockquote", close);
        case MD_BLOCK_CODE:
            // A long line is scrolled to with the keyboard too.
            html_ += open == "<" ? R"(<pre class="code" tabindex="0">)" : "</pre>";
            return;
        case MD_BLOCK_H: {
            auto const level = static_cast<MD_BLOCK_H_DETAIL*>(detail)->level;
            auto const shift = static_cast<unsigned>(heading_) - 3; // a section's headings begin at "###"
            return element(open, fmt::format("h{}", std::min(level + shift, heading_max)), close);
        }
        case MD_BLOCK_TABLE:
            return element(open, "table", close);
        case MD_BLOCK_THEAD:
            return element(open, "thead", close);
        case MD_BLOCK_TBODY:
            return element(open, "tbody", close);
        case MD_BLOCK_TR:
            return element(open, "tr", close);
        case MD_BLOCK_TH:
            return element(open, "th", close);
        case MD_BLOCK_TD:
            return element(open, "td", close);
        case MD_BLOCK_DOC:
        case MD_BLOCK_HR:
        case MD_BLOCK_HTML:
            return;
        }
    }

    void span(MD_SPANTYPE type, std::string_view open)
    {
        if (type == MD_SPAN_EM)
            element(open, "em", ">");
        else if (type == MD_SPAN_STRONG)
            element(open, "strong", ">");
        else if (type == MD_SPAN_CODE)
            element(open, "code", ">");
    }

    int heading_;
    std::string html_;
    std::vector<std::string> links_;
};

Renderer& renderer(void* self) { return *static_cast<Renderer*>(self); }

} // namespace

Markup from_markdown(std::string_view text, int heading)
{
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
        return renderer(self).enter(type, detail), 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
        return renderer(self).leave(type, detail), 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
        return renderer(self).enter(type, detail), 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* self) { return renderer(self).leave(type), 0; };
    parser.text = [](MD_TEXTTYPE type, MD_CHAR const* characters, MD_SIZE size, void* self) {
        return renderer(self).text(type, {characters, size}), 0;
    };
    Renderer to_html(heading);
    // MD4C searches with functions for texts that end with a NUL, which an embedded page does not have.
    std::string const ended(text);
    auto const status = md_parse(ended.c_str(), static_cast<MD_SIZE>(ended.size()), &parser, &to_html);
    POSTERN_ASSERT(status == 0, "md4c fails only without memory, or where a callback does");
    return to_html.take();
}

} // namespace postern::report::html
