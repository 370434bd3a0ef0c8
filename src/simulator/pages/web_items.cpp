#include "simulator/pages/web_items.hpp"

#include "base/assert.hpp"
#include "platform/connect/iframe_url.hpp"
#include "simulator/pages/dialog_options.hpp"
#include "simulator/pages/frames.hpp"
#include "simulator/pages/inline_conditions.hpp"

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

// The address of an item that leads to another host; empty where it is none of http or https, so that no
// click runs a script. Other than an app's own, it keeps its fragment: the browser goes there.
std::string address_elsewhere(Module const& item, Visit const& visit, Values const& values, Values conditions)
{
    auto all = visit.values;
    all.merge(Values(values));
    all.merge(std::move(conditions));
    auto const text = platform::connect::filled(item.url, all);
    auto const url = http::parse_url(text);
    if (!url)
        return "";
    auto const fragment = text.find('#');
    return url->text() + (fragment == std::string::npos ? "" : text.substr(fragment));
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

std::string problem_of_target(InstalledApp const& app, Module const& item)
{
    if (opened_by(app, item))
        return "";
    return fmt::format("it opens the module {}, and the app has none of this key with an address",
                       item.target_key);
}

std::string problem_of_item(InstalledApp const& app, Module const& item, Visit const& visit,
                            Values const& values)
{
    if (opens_module(item) || app.endpoint(item))
        return problem_of_target(app, item);
    if (item.place != Place::link)
        return "it has no address on the app's host";
    return address_elsewhere(item, visit, values, {}).empty()
               ? "its address is neither one of the app nor one of a page elsewhere"
               : "";
}

Json item_json(Site const& site, InstalledApp const& app, Module const& item, Visit const& visit,
               Values const& values)
{
    auto const* const target = opened_by(app, item);
    POSTERN_ASSERT(target != nullptr, "an item without a problem opens something");
    auto const is_elsewhere = target == &item && !app.endpoint(item);
    // Without a frame the click asks for one, and is told why there is none.
    auto const opens = item.place != Place::link && may_open(visit.user, *target) &&
                       site.judge(app, *target, visit, values).outcome != ConditionJudgement::Outcome::fails;
    auto const frame =
        opens ? frame_json(site, app, *target, visit, values, visit.opened_at()) : std::nullopt;
    return {{"module", item.id},
            {"name", item.name},
            {"tooltip", item.tooltip},
            {"target", target_of(item)},
            {"href", is_elsewhere
                         ? address_elsewhere(item, visit, values,
                                             inline_conditions(item.url, site.situation(app, visit, values)))
                         : href_in_place(app, *target, visit, values)},
            {"frame", frame ? *frame : Json()},
            {"options", item_dialog_options(app, item)}};
}

} // namespace postern::simulator
