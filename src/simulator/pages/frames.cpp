#include "simulator/pages/frames.hpp"

#include "simulator/pages/web_items.hpp"
#include "simulator/unix_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

// What AP.context.getContext answers.
Json structured(Site const& site, Visit const& visit, Values const& values)
{
    auto const context = host_context(site.tenant(), visit.user.account_id, values);
    return Json::parse(site.platform().product_context(context));
}

Json options(Site const& site, InstalledApp const& app, Module const& module, Visit const& visit,
             Values const& values, Json const& structured_context)
{
    auto const& json = app.descriptor[Json::json_pointer(module.pointer)];
    auto const location = json.find("location");
    auto const is_dialog = module.place == Place::dialog || module.place == Place::inline_dialog;
    Json all{{"autoresize", !is_dialog && module.place != Place::page},
             {"hostOrigin", site.tenant().origin},
             {"origin", site.tenant().origin},
             {"isFullPage", module.place == Place::page},
             {"isDialog", is_dialog},
             {"noDom", true},
             {"moduleType", module.type},
             {"moduleLocation", location != json.end() && location->is_string() ? *location : Json("")},
             {"productContext", values},
             {"structuredContext", structured_context},
             {"globalOptions", Json::object()}};
    if (app.app.authentication == platform::Authentication::jwt)
        all["contextJwt"] = site.context_token(app, visit, values);
    return all;
}

std::optional<std::string> icon_url(InstalledApp const& app, Module const& module)
{
    if (module.icon.empty())
        return std::nullopt;
    auto base = app.app.base_url;
    if (!base.path.ends_with('/'))
        base.path += '/';
    auto const relative = module.icon.starts_with('/') ? module.icon.substr(1) : module.icon;
    auto const url = http::resolve(base, relative);
    return url ? std::optional(url->text()) : std::nullopt;
}

Json unseen_json(Module const& module, std::string_view reason)
{
    return {{"module", module.id}, {"type", module.type}, {"name", module.name}, {"reason", reason}};
}

// Lists of one location begin with the lightest; of one weight, with the first in the descriptor.
std::vector<Module const*> by_weight(std::vector<Module> const& modules)
{
    std::vector<Module const*> sorted;
    for (auto const& module : modules)
        sorted.push_back(&module);
    // Each type is shown at places of its own. The modules of a descriptor lie one behind the other.
    std::ranges::sort(sorted, {}, [](Module const* module) {
        return std::tuple(std::string_view(module->type), module->weight, module);
    });
    return sorted;
}

// Why a module that stands in this view is not to be seen there; empty where it is.
std::string hidden_because(Site const& site, InstalledApp const& app, Module const& module,
                           Visit const& visit, Values const& values)
{
    if (!module.not_shown.empty())
        return module.not_shown;
    if (auto judged = site.judge(app, module, visit, values);
        judged.outcome == ConditionJudgement::Outcome::fails)
        return std::move(judged.reason);
    if (module.type == "webItems")
        return problem_of_item(app, module, visit, values);
    return app.endpoint(module) ? "" : "it has no address on the app's host";
}

// The context parameter without which a module's page cannot be opened; empty where it needs none.
std::string key_of_place(Menu menu)
{
    return menu == Menu::project ? "project.key" : menu == Menu::space ? "space.key" : "";
}

bool shows_address(Module const& module) { return module.view != View::none && module.not_shown.empty(); }

} // namespace

bool may_open(User const& user, Module const& module)
{
    return module.audience == Audience::everybody || user.role == Role::admin;
}

std::string module_href(InstalledApp const& app, Module const& module)
{
    return fmt::format("/plugins/servlet/ac/{}/{}", http::percent_encode(app.app.key),
                       http::percent_encode(module.key));
}

std::optional<Json> frame_json(Site const& site, InstalledApp const& app, Module const& module,
                               Visit const& visit, Values const& place, TimePoint issued_at)
{
    auto const values = values_at(module, place);
    auto context = visit.values; // comes back with the page's calls, such as the one for a renewed address
    context.insert(values.begin(), values.end());
    auto const address = site.address(app, module, visit, values, issued_at);
    if (!address)
        return std::nullopt;
    auto const icon = icon_url(app, module);
    auto const structured_context = structured(site, visit, values);
    Json frame{
        {"module", module.id},
        {"moduleKey", module.key},
        {"type", module.type},
        {"name", module.name},
        {"tooltip", module.tooltip},
        {"label", module.label},
        {"icon", icon ? Json(*icon) : Json()},
        {"place", name(module.place)},
        {"lazy", module.opening == Opening::by_click},
        {"width", module.width},
        {"height", module.height},
        {"url", address->url},
        {"token", address->token ? Json{{"issuedAt", unix_seconds(address->token->issued_at)},
                                        {"expiresAt", unix_seconds(address->token->expires_at)}}
                                 : Json()},
        {"context", std::move(context)},
        {"productContext", values},
        {"structuredContext", structured_context},
        {"extension",
         {{"addon_key", app.app.key},
          {"key", module.key},
          {"url", address->url},
          {"options", options(site, app, module, visit, values, structured_context)}}},
    };
    if (module.place == Place::dashboard)
        frame["configurable"] = module.configurable;
    if (module.place == Place::macro)
        frame["macro"] = {{"parameters", module.parameters}, {"body", ""}};
    return frame;
}

Shown shown_modules(Site& site, View view, Visit const& visit, Values const& values)
{
    Shown shown;
    auto const app = site.app();
    if (!app || app->installation.state == Installation::State::disabled)
        return shown;
    for (auto const* const module : by_weight(app->modules)) {
        if (module->view != view && module->view != View::none)
            continue;
        if (auto const reason = hidden_because(site, *app, *module, visit, values); !reason.empty())
            shown.unseen.push_back(unseen_json(*module, reason));
        else if (module->type == "webItems")
            shown.items.push_back(item_json(site, *app, *module, visit, values));
        else if (auto frame = frame_json(site, *app, *module, visit, values, visit.opened_at()))
            shown.frames.push_back(*std::move(frame));
    }
    return shown;
}

Json navigation_json(Site& site, Visit const& visit, Values const& values)
{
    Json links = Json::array();
    auto const app = site.app();
    if (!app || app->installation.state == Installation::State::disabled)
        return links;
    for (auto const* const module : by_weight(app->modules)) {
        auto const place = key_of_place(module->menu);
        if (module->menu == Menu::none || !shows_address(*module) || !app->endpoint(*module) ||
            (!place.empty() && !values.contains(place)))
            continue;
        if (!may_open(visit.user, *module) ||
            site.judge(*app, *module, visit, values).outcome == ConditionJudgement::Outcome::fails)
            continue;
        auto href = module_href(*app, *module);
        if (!place.empty())
            href += fmt::format("?{}={}", place, http::percent_encode(values.at(place)));
        links.push_back({{"title", module->name},
                         {"href", href},
                         {"group", module->menu == Menu::admin     ? "admin"
                                   : module->menu == Menu::project ? "project"
                                                                   : "general"}});
    }
    return links;
}

} // namespace postern::simulator
