#include "simulator/pages/dialog_options.hpp"

#include "platform/connect/cut_text.hpp"
#include "simulator/request/json_member.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr auto texts = std::to_array<char const*>({"header", "hint", "submitText", "cancelText"});
constexpr auto switches = std::to_array<char const*>({"chrome", "closeOnEscape"});
constexpr auto sizes = std::to_array<char const*>({"width", "height", "size"});

std::string bounded(std::string const& text)
{
    return platform::connect::cut_text(text, option_text_max_bytes);
}

// A text stands as it is or as {"value": …}; nothing for what is neither.
Json text_option(Json const& given)
{
    auto const* const value = given.is_object() ? member(given, "value") : &given;
    return value && value->is_string() ? Json(bounded(value->get<std::string>())) : Json();
}

Json size_option(Json const& given)
{
    if (given.is_string())
        return bounded(given.get<std::string>());
    return given.is_number_unsigned()
               ? Json(fmt::format("{}px", std::min(given.get<std::uint64_t>(), size_max_pixels)))
               : Json();
}

Json switch_option(Json const& given) { return given.is_boolean() ? given : Json(); }

// The options that the bridge knows, of the types that it takes; whatever else a descriptor holds is left
// out.
Json known_options(Json const& given)
{
    Json known = Json::object();
    auto const take = [&](auto const& names, auto const read) {
        for (auto const* const name : names)
            if (auto const* const found = member(given, name))
                if (auto value = read(*found); !value.is_null())
                    known[name] = std::move(value);
    };
    take(texts, &text_option);
    take(switches, &switch_option);
    take(sizes, &size_option);
    return known;
}

Json const& json_of(InstalledApp const& app, Module const& module)
{
    return app.descriptor[Json::json_pointer(module.pointer)];
}

Json options_in(Json const& holder)
{
    auto const* const options = member(holder, "options");
    return options ? known_options(*options) : Json::object();
}

Json options_of_dialog(InstalledApp const& app, Module const& dialog)
{
    return options_in(json_of(app, dialog));
}

Json options_of_target(InstalledApp const& app, Module const& item)
{
    auto const& json = json_of(app, item);
    auto const* const target = member(json, "target");
    return target ? options_in(*target) : Json::object();
}

} // namespace

Json item_dialog_options(InstalledApp const& app, Module const& item)
{
    Json options{{"chrome", true}};
    auto const* const target = item.target_key.empty() ? nullptr : app.module_by_key(item.target_key);
    if (target && target->type == "dialogs")
        options.update(options_of_dialog(app, *target));
    options.update(options_of_target(app, item));
    // The bridge's rule (connect-host.js, _chrome).
    if (auto const size = text_member(options, "size"); size == "fullscreen" || size == "maximum")
        options["chrome"] = size == "fullscreen";
    if (!item.target_key.empty())
        options["key"] = item.target_key;
    return options;
}

Json dialog_modules_json(InstalledApp const& app)
{
    Json modules = Json::object();
    for (auto const& module : app.modules)
        if (module.type == "dialogs" && module.endpoint)
            modules.emplace(module.key, Json{{"options", options_of_dialog(app, module)}});
    return modules.empty() ? modules : Json{{app.app.key, std::move(modules)}};
}

} // namespace postern::simulator
