#include "simulator/pages/module.hpp"

#include "simulator/request/json_member.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr std::size_t modules_max = 5000;

// How modules of one type are shown, as long as nothing in the module says otherwise.
struct Showing {
    std::string_view type;
    View view;
    Place place;
    Menu menu = Menu::none;
    Opening opening = Opening::with_page;
    Audience audience = Audience::everybody;
};

constexpr auto showings = std::to_array<Showing>({
    {"jiraIssueContents", View::issue, Place::content, Menu::none, Opening::by_click},
    {"jiraIssueGlances", View::issue, Place::glance, Menu::none, Opening::by_click},
    {"jiraIssueContexts", View::issue, Place::glance, Menu::none, Opening::by_click},
    {"jiraIssueTabPanels", View::issue, Place::tab, Menu::none, Opening::by_click},
    {"jiraDashboardItems", View::dashboard, Place::dashboard},
    {"generalPages", View::own_page, Place::page, Menu::general},
    {"adminPages", View::own_page, Place::page, Menu::admin, Opening::with_page, Audience::administrators},
    {"configurePage", View::own_page, Place::page, Menu::admin, Opening::with_page, Audience::administrators},
    {"postInstallPage", View::own_page, Place::page, Menu::admin, Opening::with_page,
     Audience::administrators},
    {"jiraProjectPages", View::own_page, Place::page, Menu::project},
    {"jiraProjectTabPanels", View::own_page, Place::page, Menu::project},
    {"jiraProjectAdminTabPanels", View::own_page, Place::page, Menu::project, Opening::with_page,
     Audience::administrators},
    {"jiraReports", View::own_page, Place::page, Menu::project},
    {"spaceToolsTabs", View::own_page, Place::page, Menu::space},
    {"dynamicContentMacros", View::content, Place::macro},
    {"contentBylineItems", View::content, Place::byline, Menu::none, Opening::by_click},
    {"dialogs", View::own_page, Place::dialog, Menu::none, Opening::by_click},
});

struct Reason {
    std::string_view type;
    std::string_view why;
};

// Types that need a part of the product which is not simulated.
constexpr auto reasons = std::to_array<Reason>({
    {"webSections", "a section has no frame; it only groups web items"},
    {"webhooks", "called by the host's servers, not shown"},
    {"staticContentMacros", "rendered by the host's servers from the app's answer, not in a frame"},
    {"jiraWorkflowConditions", "the simulator has no workflow editor"},
    {"jiraWorkflowValidators", "the simulator has no workflow editor"},
    {"jiraWorkflowPostFunctions", "the simulator has no workflow editor"},
    {"jiraSearchRequestViews", "the simulator has no saved searches"},
    {"jiraEntityProperties", "it indexes data and has no frame"},
    {"jiraIssueFields", "the simulator has no custom fields"},
    {"jiraGlobalPermissions", "it declares a permission and has no frame"},
    {"jiraProjectPermissions", "it declares a permission and has no frame"},
    {"jiraTimeTrackingProviders", "it declares a time tracker and has no frame"},
    {"jiraBackgroundScripts", "the simulator runs no background scripts"},
    {"customContent", "the simulator has no custom content"},
    {"blueprints", "the simulator has no page templates"},
    {"keyboardShortcuts", "a shortcut has no frame"},
});

// {"value": …}, as names and tooltips stand.
std::string worded(Json const& module, char const* member)
{
    auto const found = module.find(member);
    return found == module.end() ? ""
           : found->is_string()  ? found->get<std::string>()
                                 : text_member(*found, "value");
}

Json const& member_or_null(Json const& object, char const* name)
{
    static Json const none;
    auto const* const found = member(object, name);
    return found ? *found : none;
}

std::string size(Json const& module, char const* name)
{
    for (auto const& from : {member_or_null(module, "layout"), module}) {
        auto const& value = member_or_null(from, name);
        if (value.is_string())
            return value.get<std::string>();
        if (value.is_number_unsigned())
            return fmt::format("{}px", std::min(value.get<std::uint64_t>(), size_max_pixels));
    }
    return "";
}

void show_panel(Module& module, std::string const& location)
{
    if (location.starts_with("atl.jira.view.issue.right") ||
        location.starts_with("atl.jira.view.issue.left")) {
        module.view = View::issue;
        module.place = location.contains(".right") ? Place::right : Place::left;
        return;
    }
    module.not_shown =
        fmt::format("the simulator has no place called {}", location.empty() ? "(none)" : location);
}

void read_target(Module& module, Json const& json)
{
    auto const& target = member_or_null(json, "target");
    auto const& options = member_or_null(target, "options");
    auto const type = target.is_string() ? target.get<std::string>() : text_member(target, "type");
    module.place = type == "dialog" || type == "dialogmodule" ? Place::dialog
                   : type == "inlinedialog"                   ? Place::inline_dialog
                                                              : Place::link;
    module.url = text_member(json, "url");
    if (text_member(json, "context") == "page")
        module.target_key = module.url;
    if (type == "dialogmodule") {
        module.target_key = text_member(options, "key");
        if (module.target_key.empty())
            module.not_shown = "it is to open a dialog module and names none";
    }
    module.width = size(options, "width");
    module.height = size(options, "height");
}

// The locations of the app's web sections, by their keys.
using Sections = std::map<std::string, std::string>;

Sections sections_of(Json const& types)
{
    Sections sections;
    auto const& given = member_or_null(types, "webSections");
    auto const add = [&](Json const& section) {
        if (auto key = text_member(section, "key"); !key.empty() && sections.size() < modules_max)
            sections.emplace(std::move(key), text_member(section, "location"));
    };
    if (given.is_object())
        add(given);
    else if (given.is_array())
        std::ranges::for_each(given, add);
    return sections;
}

// https://developer.atlassian.com/cloud/jira/platform/modules/web-item/
void show_item(Module& module, Json const& json, Sections const& sections)
{
    read_target(module, json);
    auto location = text_member(json, "location");
    auto const section = sections.find(location);
    if (section != sections.end())
        location = section->second;
    auto const on_issue =
        location.contains("issue") || location.starts_with("operations-") || location.contains("opsbar");
    auto const on_content = location.starts_with("system.content");
    if (!on_issue && !on_content) {
        module.not_shown =
            section == sections.end()
                ? fmt::format("the simulator has no place called {}", location.empty() ? "(none)" : location)
                : fmt::format("its section {} is in a place that the simulator does not have: {}",
                              section->first, location.empty() ? "(none)" : location);
        return;
    }
    module.view = on_issue ? View::issue : View::content;
    module.opening = Opening::by_click;
    if (text_member(json, "context") == "product")
        module.not_shown = "it leads to a page of the product";
}

// https://developer.atlassian.com/cloud/confluence/modules/dynamic-content-macro/
std::map<std::string, std::string> defaults_of(Json const& macro)
{
    std::map<std::string, std::string> defaults;
    auto const& parameters = member_or_null(macro, "parameters");
    if (!parameters.is_array())
        return defaults;
    for (auto const& parameter : parameters)
        if (auto value = text_member(parameter, "defaultValue"); !value.empty())
            defaults.emplace(text_member(parameter, "identifier"), std::move(value));
    return defaults;
}

void place(Module& module, Json const& json, Sections const& sections)
{
    auto const showing = std::ranges::find(showings, module.type, &Showing::type);
    if (showing != showings.end()) {
        module.view = showing->view;
        module.place = showing->place;
        module.menu = showing->menu;
        module.opening = showing->opening;
        module.audience = showing->audience;
    } else if (module.type == "webPanels") {
        show_panel(module, text_member(json, "location"));
    } else if (module.type == "webItems") {
        show_item(module, json, sections);
    } else if (auto const reason = std::ranges::find(reasons, module.type, &Reason::type);
               reason != reasons.end()) {
        module.not_shown = reason->why;
    } else {
        module.not_shown = "the simulator does not show modules of this type";
    }
    // https://developer.atlassian.com/cloud/jira/platform/modules/page/: a location of none keeps a page out.
    if (text_member(json, "location") == "none")
        module.menu = Menu::none;
}

std::string label_of(Json const& glance)
{
    auto const& content = member_or_null(glance, "content");
    return text_member(member_or_null(content, "label"), "value");
}

Module read(std::string_view type, Json const& json, std::size_t ordinal, std::string pointer,
            Sections const& sections)
{
    Module module{.key = text_member(json, "key"), .type = std::string(type)};
    module.id = fmt::format("{}/{}", type, module.key.empty() ? std::to_string(ordinal) : module.key);
    module.name = worded(json, "name");
    if (module.name.empty())
        module.name = module.key.empty() ? module.id : module.key;
    module.tooltip = worded(json, "tooltip");
    module.icon = text_member(member_or_null(json, "icon"), "url");
    module.width = size(json, "width");
    module.height = size(json, "height");
    module.pointer = std::move(pointer);
    place(module, json, sections);
    if (auto const& weight = member_or_null(json, "weight"); weight.is_number_integer())
        module.weight = weight.get<std::int64_t>();
    if (module.place == Place::glance)
        module.label = label_of(json);
    if (module.type == "jiraDashboardItems")
        module.configurable = member_or_null(json, "configurable") == Json(true);
    if (module.type == "dynamicContentMacros")
        module.parameters = defaults_of(json);
    return module;
}

} // namespace

std::string_view name(Place place)
{
    constexpr auto names =
        std::to_array<std::string_view>({"left", "right", "content", "glance", "tab", "dashboard", "page",
                                         "macro", "byline", "dialog", "inline", "link"});
    return names[static_cast<std::size_t>(place)];
}

std::vector<Module> modules_of(Json const& descriptor)
{
    std::vector<Module> modules;
    auto const& types = member_or_null(descriptor, "modules");
    if (!types.is_object())
        return modules;
    auto const sections = sections_of(types);
    for (auto const& [type, list] : types.items()) {
        auto const pointer = Json::json_pointer("/modules") / type;
        if (list.is_object())
            modules.push_back(read(type, list, 0, pointer.to_string(), sections));
        for (std::size_t i = 0; list.is_array() && i < list.size() && modules.size() < modules_max; ++i)
            if (list[i].is_object())
                modules.push_back(read(type, list[i], i, (pointer / i).to_string(), sections));
    }
    return modules;
}

} // namespace postern::simulator
