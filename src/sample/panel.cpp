#include "sample/panel.hpp"

#include <array>

namespace postern::sample {
namespace {

constexpr std::array all_panels{Panel::dead_end, Panel::recovering, Panel::cacheable};

} // namespace

std::span<Panel const> panels() { return all_panels; }

std::string_view name(Panel panel)
{
    switch (panel) {
    case Panel::dead_end:
        return "dead-end";
    case Panel::recovering:
        return "recovering";
    case Panel::cacheable:
        return "cacheable";
    }
    return "";
}

} // namespace postern::sample
