// Confluence's pages, in both versions of its API, and who asks.

#include "simulator/request/query.hpp"
#include "simulator/rest/routes.hpp"
#include "simulator/rest/storage_format.hpp"
#include "simulator/rest/wiki_json.hpp"
#include "simulator/webhooks/edits.hpp"

#include <fmt/format.h>

#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

http::Response current_user(RestCall const& call)
{
    return json_response(200, wiki_user_json(call, call.user));
}

std::optional<Content> named_page(RestCall const& call)
{
    return call.state().content(call.site(), call.parameters.front());
}

http::Response no_page(RestCall const& call)
{
    return wiki_error(404, fmt::format("No content found with id: {}", call.parameters.front()));
}

http::Response read_content(RestCall const& call)
{
    auto const page = named_page(call);
    return page ? json_response(200, wiki_content_json(call.at(), *page, Expansions(call.query)))
                : no_page(call);
}

http::Response list_content(RestCall const& call)
{
    auto const part = part_of(call.query, "start", "limit");
    if (!part)
        return wiki_error(400, part.error());
    auto const title = query_value(call.query, "title");
    auto const space_key = query_value(call.query, "spaceKey");
    if (!space_key.empty() && !call.state().space(call.site(), space_key))
        return wiki_error(404, fmt::format("No space with key: {}", space_key));
    std::vector<Content> pages;
    for (auto const& space : call.state().spaces(call.site()))
        if (space_key.empty() || space.key == space_key)
            for (auto& page : call.state().contents(call.site(), space.key))
                if (title.empty() || page.title == title)
                    pages.push_back(std::move(page));
    Json results = Json::array();
    for (auto const& page : cut(pages, *part))
        results.push_back(wiki_content_json(call.at(), page, Expansions(call.query)));
    auto const size = results.size();
    return json_response(200, {{"results", std::move(results)},
                               {"start", part->start},
                               {"limit", part->size},
                               {"size", size},
                               {"_links", list_links(call.at(), "/rest/api/content")}});
}

struct PageEdit {
    std::string title;
    std::string body; // plain text
};

// {"value": …, "representation": "storage"}; nothing given leaves the text as it is.
std::expected<std::string, http::Response> body_from(Json const* given, Content const& page)
{
    if (!given)
        return page.body;
    auto const representation = text_member(*given, "representation");
    auto const* const value = member(*given, "value");
    if (!value || !value->is_string() || (!representation.empty() && representation != "storage"))
        return std::unexpected(wiki_error(
            400, R"(A body is {"value": "<p>…</p>", "representation": "storage"}; no other is simulated.)"));
    return text_of_storage(value->get_ref<std::string const&>());
}

// Judges what both versions ask of an update: a title, a body, and the number of the version it makes.
std::expected<PageEdit, http::Response> edit_from(RestCall const& call, Content const& page, Json const* body)
{
    auto const* const version = member(call.body, "version");
    auto const* const number = version ? member(*version, "number") : nullptr;
    if (!number || !number->is_number_integer())
        return std::unexpected(
            wiki_error(400, R"(An update needs {"version": {"number": …}}, one more than now.)"));
    if (number->get<std::int64_t>() != page.version + 1)
        return std::unexpected(wiki_error(
            409, fmt::format("Version must be incremented on update. Current version is: {}", page.version)));
    auto const* const title = member(call.body, "title");
    auto text = body_from(body, page);
    if (!text)
        return std::unexpected(text.error());
    PageEdit edit{.title = title ? text_member(call.body, "title") : page.title, .body = *std::move(text)};
    if (auto const problem = problem_of_page(edit.title, edit.body))
        return std::unexpected(wiki_error(400, problem->message));
    return edit;
}

http::Response write_content(RestCall const& call)
{
    auto const page = named_page(call);
    if (!page)
        return no_page(call);
    auto const* const body = member(call.body, "body");
    auto edit = edit_from(call, *page, body ? member(*body, "storage") : nullptr);
    if (!edit)
        return edit.error();
    auto const now =
        edit_page(call.services, call.actor(), *page, std::move(edit->title), std::move(edit->body));
    return json_response(200,
                         wiki_content_json(call.at(), now, Expansions("expand=version,space,body.storage")));
}

http::Response read_page(RestCall const& call)
{
    auto const page = named_page(call);
    auto const format = query_value(call.query, "body-format");
    if (!format.empty() && format != "storage" && format != "view")
        return wiki_error(400, "body-format is storage or view here; no other is simulated.");
    return page ? json_response(200, page_json(call.at(), *page, format)) : no_page(call);
}

http::Response write_page(RestCall const& call)
{
    auto const page = named_page(call);
    if (!page)
        return no_page(call);
    auto const* const body = member(call.body, "body");
    auto const* const storage = body ? member(*body, "storage") : nullptr;
    auto edit = edit_from(call, *page, storage ? storage : body);
    if (!edit)
        return edit.error();
    auto const now =
        edit_page(call.services, call.actor(), *page, std::move(edit->title), std::move(edit->body));
    return json_response(200, page_json(call.at(), now, "storage"));
}

constexpr std::array routes{
    RestRoute{"GET", "/wiki/rest/api/user/current", Scope::read, &current_user},
    RestRoute{"GET", "/wiki/rest/api/content", Scope::read, &list_content},
    RestRoute{"GET", "/wiki/rest/api/content/*", Scope::read, &read_content},
    RestRoute{"PUT", "/wiki/rest/api/content/*", Scope::write, &write_content},
    RestRoute{"GET", "/wiki/api/v2/pages/*", Scope::read, &read_page},
    RestRoute{"PUT", "/wiki/api/v2/pages/*", Scope::write, &write_page},
};

} // namespace

std::span<RestRoute const> wiki_content_routes() { return routes; }

} // namespace postern::simulator::rest
