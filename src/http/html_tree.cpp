#include "http/html_tree.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <gumbo.h>
#include <memory>
#include <utility>

namespace postern::http {
namespace {

// Where gumbo's tree lies: in blocks that are freed together. gumbo itself frees a tree by recursion, which a
// document of deeply nested elements turns into a stack overflow, and it does not look whether it got memory:
// the way out of it when there is no more is the jump.
class Arena {
public:
    std::jmp_buf exhausted{};

    void* allocate(std::size_t size)
    {
        constexpr auto grain = alignof(std::max_align_t);
        auto const rounded = (size + grain - 1) / grain * grain;
        if (rounded > html_tree_max_bytes - used_)
            std::longjmp(exhausted, 1);
        used_ += rounded;
        if (rounded > left_) {
            left_ = std::max(rounded, block_bytes);
            blocks_.push_back(std::make_unique<std::byte[]>(left_));
            next_ = blocks_.back().get();
        }
        left_ -= rounded;
        return std::exchange(next_, next_ + rounded);
    }

private:
    static constexpr std::size_t block_bytes = 64 * 1024;
    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::byte* next_ = nullptr;
    std::size_t left_ = 0;
    std::size_t used_ = 0;
};

void* allocate(void* arena, std::size_t size) { return static_cast<Arena*>(arena)->allocate(size); }
void leave_to_arena(void*, void*) {}

GumboOutput const* parse(std::string_view text, Arena& arena)
{
    auto options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = leave_to_arena;
    options.userdata = &arena;
    options.max_errors = 0;
    // Nothing between here and the jump has a destructor.
    if (setjmp(arena.exhausted) != 0)
        return nullptr;
    return gumbo_parse_with_options(&options, text.data(), text.size());
}

std::string tag_of(GumboElement const& element)
{
    if (element.tag != GUMBO_TAG_UNKNOWN)
        return gumbo_normalized_tagname(element.tag);
    auto name = element.original_tag;
    gumbo_tag_from_original_text(&name);
    return name.data ? lower_case({name.data, name.length}) : std::string();
}

HtmlElement read(GumboElement const& element, std::string_view text)
{
    HtmlElement out{.tag = tag_of(element)};
    for (unsigned i = 0; i < element.attributes.length; ++i) {
        auto const& attribute = *static_cast<GumboAttribute const*>(element.attributes.data[i]);
        out.attributes.push_back({lower_case(attribute.name), attribute.value});
    }
    out.offset = std::min<std::size_t>(element.start_pos.offset, text.size());
    out.length = std::min(element.original_tag.length, text.size() - out.offset);
    out.line = element.start_pos.line;
    return out;
}

bool is_text(GumboNode const& node)
{
    return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
           node.type == GUMBO_NODE_CDATA;
}

// Depth first without recursion.
void collect(GumboNode const* document, std::string_view text, std::vector<HtmlElement>& elements)
{
    struct Open {
        GumboVector const* children;
        std::optional<std::size_t> element;
        unsigned next = 0;
    };
    std::vector<Open> open{{&document->v.document.children, std::nullopt}};
    while (!open.empty()) {
        auto& [children, parent, next] = open.back();
        if (next == children->length) {
            open.pop_back();
            continue;
        }
        auto const& node = *static_cast<GumboNode const*>(children->data[next++]);
        if (node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE) {
            elements.push_back(read(node.v.element, text));
            elements.back().parent = parent;
            open.push_back({&node.v.element.children, elements.size() - 1});
        } else if (parent && is_text(node)) {
            elements[*parent].text += node.v.text.text;
        }
    }
}

} // namespace

bool build_html_tree(std::string_view text, std::vector<HtmlElement>& elements)
{
    auto const arena = std::make_unique<Arena>();
    auto const* output = parse(text, *arena);
    if (!output)
        return false;
    collect(output->document, text, elements);
    return true;
}

} // namespace postern::http
