// People, and what the site says of itself.

#include "simulator/request/query.hpp"
#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/routes.hpp"

#include <fmt/format.h>

#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

http::Response myself(RestCall const& call)
{
    return json_response(200, account_json(call.at(), call.actor(), call.form().emails));
}

http::Response user(RestCall const& call)
{
    auto const id = query_value(call.query, "accountId");
    auto const is_there = id == call.app.app.key || call.state().user(call.site(), id);
    return is_there ? json_response(200, account_json(call.at(), id, call.form().emails))
                    : rest_error(404, fmt::format("There is no user {} here; name one as accountId.", id));
}

http::Response search_users(RestCall const& call)
{
    auto const part = part_of(call.query, "startAt", "maxResults");
    auto const text = http::lower_case(query_value(call.query, "query"));
    auto const account = query_value(call.query, "accountId");
    if (!part)
        return rest_error(400, part.error());
    if (text.empty() && account.empty())
        return rest_error(400, "Say whom to look for: query, a part of a name or e-mail, or accountId.");
    auto users = call.state().users(call.site());
    auto const emails = call.form().emails;
    std::erase_if(users, [&](User const& each) {
        auto const has = [&](std::string const& in) { return http::lower_case(in).contains(text); };
        return !account.empty() ? each.account_id != account
                                : !has(each.display_name) && (emails == Emails::withheld || !has(each.email));
    });
    Json found = Json::array();
    for (auto const& each : cut(users, *part))
        found.push_back(user_json(call.at(), each, emails));
    return json_response(200, found);
}

http::Response server_info(RestCall const& call)
{
    return json_response(200, {{"baseUrl", call.origin()},
                               {"version", "1001.0.0-SNAPSHOT"},
                               {"versionNumbers", {1001, 0, 0}},
                               {"deploymentType", "Cloud"},
                               {"buildNumber", 100000},
                               {"serverTime", jira_time(call.services.clock.now())},
                               {"serverTitle", call.at().tenant().title}});
}

constexpr std::array routes{
    RestRoute{"GET", "/rest/api/3/myself", Scope::read, &myself},
    RestRoute{"GET", "/rest/api/3/user", Scope::read, &user},
    RestRoute{"GET", "/rest/api/3/user/search", Scope::read, &search_users},
    RestRoute{"GET", "/rest/api/3/serverInfo", Scope::none, &server_info},
};

} // namespace

std::span<RestRoute const> jira_user_routes() { return routes; }

} // namespace postern::simulator::rest
