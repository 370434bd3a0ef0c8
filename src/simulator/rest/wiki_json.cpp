#include "simulator/rest/wiki_json.hpp"

#include "simulator/request/query.hpp"
#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/storage_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

std::string base(Site const& site) { return site.tenant().origin + "/wiki"; }

std::string page_path(Content const& page)
{
    return fmt::format("/spaces/{}/pages/{}", page.space_key, page.id);
}

std::string space_id(Site const& site, std::string const& key)
{
    auto const space = site.state().space(site.tenant().name, key);
    return space ? space->id : "";
}

Json body_json(Content const& page, std::string_view format)
{
    return {{"value", storage_of(page.body)}, {"representation", format}};
}

} // namespace

Expansions::Expansions(std::string_view query) : names_(comma_separated(query_value(query, "expand"))) {}

bool Expansions::has(std::string_view name) const { return std::ranges::find(names_, name) != names_.end(); }

Json list_links(Site const& site, std::string_view path)
{
    return {{"self", base(site) + std::string(path)}, {"base", base(site)}, {"context", "/wiki"}};
}

Json wiki_user_json(RestCall const& call, User const* user)
{
    Json json{
        {"type", "known"},
        {"accountId", call.actor()},
        {"accountType", user ? "atlassian" : "app"},
        {"displayName", user ? user->display_name : call.app.app.name},
        {"publicName", user ? user->display_name : call.app.app.name},
        {"email", user && call.form().emails == Emails::told ? user->email : ""},
        {"_links", list_links(call.at(), "/rest/api/user?accountId=" + http::percent_encode(call.actor()))}};
    if (user) {
        json["timeZone"] = user->time_zone;
        json["locale"] = user->locale;
    }
    return json;
}

Json wiki_space_json(Site const& site, Space const& space)
{
    return {{"id", number_from(space.id) ? Json(*number_from(space.id)) : Json(space.id)},
            {"key", space.key},
            {"name", space.name},
            {"type", "global"},
            {"status", "current"},
            {"_links",
             {{"self", fmt::format("{}/rest/api/space/{}", base(site), space.key)},
              {"webui", "/spaces/" + space.key}}}};
}

Json wiki_content_json(Site const& site, Content const& page, Expansions const& expand)
{
    Json json{{"id", page.id},
              {"type", "page"},
              {"status", "current"},
              {"title", page.title},
              {"_links",
               {{"self", fmt::format("{}/rest/api/content/{}", base(site), page.id)},
                {"webui", page_path(page)},
                {"base", base(site)},
                {"context", "/wiki"}}}};
    if (expand.has("version"))
        json["version"] = {{"number", page.version}, {"minorEdit", false}};
    if (expand.has("space"))
        if (auto const space = site.state().space(site.tenant().name, page.space_key))
            json["space"] = wiki_space_json(site, *space);
    for (auto const* format : {"storage", "view"})
        if (expand.has(fmt::format("body.{}", format)))
            json["body"][format] = body_json(page, format);
    return json;
}

Json page_json(Site const& site, Content const& page, std::string_view body_format)
{
    Json body = Json::object();
    if (!body_format.empty())
        body[std::string(body_format)] = body_json(page, body_format);
    return {{"id", page.id},           {"status", "current"},
            {"title", page.title},     {"spaceId", space_id(site, page.space_key)},
            {"parentId", nullptr},     {"version", {{"number", page.version}, {"minorEdit", false}}},
            {"body", std::move(body)}, {"_links", {{"webui", page_path(page)}, {"base", base(site)}}}};
}

Json space_json(Site const& site, Space const& space)
{
    return {{"id", space.id},      {"key", space.key},
            {"name", space.name},  {"type", "global"},
            {"status", "current"}, {"_links", {{"webui", "/spaces/" + space.key}, {"base", base(site)}}}};
}

Json page_event_json(Site const& site, std::string const& actor, Content const& page, TimePoint now)
{
    return {{"id", number_from(page.id) ? Json(*number_from(page.id)) : Json(page.id)},
            {"idAsString", page.id},
            {"spaceKey", page.space_key},
            {"title", page.title},
            {"contentType", "page"},
            {"version", page.version},
            {"lastModifierAccountId", actor},
            {"modificationDate", now.time_since_epoch().count()},
            {"self", base(site) + page_path(page)}};
}

} // namespace postern::simulator::rest
