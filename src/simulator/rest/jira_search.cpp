// Issues by a query. Both forms of the search, with what each answers.

#include "simulator/request/query.hpp"
#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/jql.hpp"
#include "simulator/rest/routes.hpp"

#include <fmt/format.h>

#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

struct Search {
    std::string jql;
    std::vector<std::string> fields;
    Part part;
};

std::expected<Search, std::string> search_of_query(RestCall const& call, char const* start_name)
{
    auto const part = part_of(call.query, start_name, "maxResults");
    if (!part)
        return std::unexpected(part.error());
    return Search{.jql = query_value(call.query, "jql"),
                  .fields = comma_separated(query_value(call.query, "fields")),
                  .part = *part};
}

// A number, or a text that is one: tokens of next pages are texts.
std::optional<std::size_t> count_member(Json const& body, char const* name, std::size_t otherwise)
{
    auto const* const given = member(body, name);
    if (!given || given->is_null())
        return otherwise;
    if (given->is_string())
        return number_from(given->get_ref<std::string const&>());
    return given->is_number_unsigned() ? std::optional(given->get<std::size_t>()) : std::nullopt;
}

std::expected<Search, std::string> search_of_body(RestCall const& call, char const* start_name)
{
    Search search{.jql = text_member(call.body, "jql"), .fields = {}, .part = {}};
    auto const start = count_member(call.body, start_name, search.part.start);
    auto const size = count_member(call.body, "maxResults", search.part.size);
    if (!start || !size)
        return std::unexpected(fmt::format("{} and maxResults are numbers.", start_name));
    search.part = {.start = *start, .size = std::min(*size, Part::items_max)};
    auto const* const fields = member(call.body, "fields");
    if (!fields)
        return search;
    if (!fields->is_array())
        return std::unexpected("fields is a list of names.");
    for (auto const& name : *fields)
        if (name.is_string())
            search.fields.push_back(name.get<std::string>());
    return search;
}

std::expected<Search, std::string> search_of(RestCall const& call, char const* start_name)
{
    return call.body_text.empty() ? search_of_query(call, start_name) : search_of_body(call, start_name);
}

std::expected<std::vector<Issue>, std::string> issues_of(RestCall const& call, std::string const& text)
{
    auto const jql = parse_jql(text);
    if (!jql)
        return std::unexpected(jql.error());
    std::vector<Issue> found;
    for (auto const& project : call.state().projects(call.site()))
        for (auto& issue : call.state().issues(call.site(), project.key))
            if (matches(*jql, issue, project))
                found.push_back(std::move(issue));
    return found;
}

Json issues_json(RestCall const& call, std::span<Issue const> issues, FieldChoice const& fields)
{
    Json all = Json::array();
    for (auto const& issue : issues) {
        auto const whole = fields.has("comment") ? call.state().issue(call.site(), issue.id) : std::nullopt;
        all.push_back(issue_json(call.at(), whole ? *whole : issue, fields, call.form()));
    }
    return all;
}

http::Response search(RestCall const& call)
{
    auto const wanted = search_of(call, "startAt");
    if (!wanted)
        return rest_error(400, wanted.error());
    auto const issues = issues_of(call, wanted->jql);
    if (!issues)
        return rest_error(400, issues.error());
    auto const names = wanted->fields.empty() ? std::vector<std::string>{"*navigable"} : wanted->fields;
    FieldChoice const fields(names, FieldChoice::Default::all);
    return json_response(200, {{"expand", "schema,names"},
                               {"startAt", wanted->part.start},
                               {"maxResults", wanted->part.size},
                               {"total", issues->size()},
                               {"issues", issues_json(call, cut(*issues, wanted->part), fields)}});
}

http::Response search_by_pages(RestCall const& call)
{
    auto const wanted = search_of(call, "nextPageToken");
    if (!wanted)
        return rest_error(400, wanted.error());
    auto const issues = issues_of(call, wanted->jql);
    if (!issues)
        return rest_error(400, issues.error());
    auto const page = cut(*issues, wanted->part);
    auto const end = wanted->part.start + page.size();
    FieldChoice const fields(wanted->fields, FieldChoice::Default::none);
    Json answer{{"issues", issues_json(call, page, fields)}, {"isLast", end >= issues->size()}};
    if (end < issues->size())
        answer["nextPageToken"] = std::to_string(end);
    return json_response(200, answer);
}

constexpr std::array routes{
    RestRoute{"GET", "/rest/api/3/search", Scope::read, &search},
    RestRoute{"POST", "/rest/api/3/search", Scope::read, &search},
    RestRoute{"GET", "/rest/api/3/search/jql", Scope::read, &search_by_pages},
    RestRoute{"POST", "/rest/api/3/search/jql", Scope::read, &search_by_pages},
};

} // namespace

std::span<RestRoute const> jira_search_routes() { return routes; }

} // namespace postern::simulator::rest
