#include "simulator/pages/web_items.hpp"

#include "simulator/pages/dialog_options.hpp"
#include "simulator/pages/frames.hpp"

#include <fmt/format.h>

#include <array>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

// What a module's page has to know to be in the same place (resolve_values).
constexpr auto place_names = std::to_array<char const*>(
    {"issue.key", "issue.id", "project.key", "project.id", "content.id", "space.key"});

// A web item opens its own address, or another module's.
Module const* opened_by(InstalledApp const& app, Module const& item)
{
    return opens_module(item) ? app.module_by_key(item.target_key) : &item;
}

std::string_view target_of(Module const& item)
{
    if (item.place == Place::inline_dialog)
        return "inlinedialog";
    if (item.place == Place::dialog)
        return opens_module(item) ? "dialogmodule" : "dialog";
    return "page";
}

std::string href_in_place(InstalledApp const& app, Module const& module, Visit const& visit,
                          Values const& values)
{
    std::string query;
    auto const add = [&](std::string_view name, std::string_view value) {
        query += fmt::format("{}{}={}", query.empty() ? '?' : '&', http::percent_encode(name),
                             http::percent_encode(value));
    };
    for (auto const* const name : place_names)
        if (auto const found = values.find(name); found != values.end() && !found->second.empty())
            add(name, found->second);
    for (auto const& [name, value] : visit.values)
        if (!value.empty())
            add(name, value);
    return module_href(app, module) + query;
}

} // namespace

bool opens_module(Module const& module) { return !module.target_key.empty(); }

Json item_json(Site const& site, InstalledApp const& app, Module const& item, Visit const& visit,
               Values const& values)
{
    auto const* const target = opened_by(app, item);
    auto const frame = target && item.place != Place::link && may_open(visit.user, *target)
                           ? frame_json(site, app, *target, visit, values, visit.opened_at())
                           : std::nullopt;
    return {{"module", item.id},
            {"name", item.name},
            {"tooltip", item.tooltip},
            {"target", target_of(item)},
            {"href", target ? href_in_place(app, *target, visit, values) : ""},
            {"frame", frame ? *frame : Json()},
            {"options", item_dialog_options(app, item)}};
}

} // namespace postern::simulator
