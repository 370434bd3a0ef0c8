#include "platform/connect/claims.hpp"

#include "platform/connect/app_url.hpp"
#include "platform/connect/qsh.hpp"

#include <nlohmann/json.hpp>

namespace postern::platform::connect {
namespace {

using Json = nlohmann::ordered_json;

// In the order of the host's own tokens.
Json claims(App const& app, http::Request const& request, HostContext const& context, TimePoint now)
{
    auto const issued = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
    return {{"sub", context.user},
            {"qsh", query_hash(request.method, request.url, base_address(app.base_url))},
            {"iss", context.client_key},
            {"context", Json::object()},
            {"exp", (issued + token_lifetime).count()},
            {"iat", issued.count()}};
}

// The members of `object` that `context` has values for: "issue.key" is the member "key" of "issue".
void add_members(Json& to, std::string const& object, std::initializer_list<char const*> members,
                 HostContext const& context)
{
    for (auto const* member : members)
        if (auto const value = context.values.find(object + "." + member);
            value != context.values.end() && !value->second.empty())
            to[object][member] = value->second;
}

Json place(HostContext const& context)
{
    Json jira = Json::object();
    add_members(jira, "issue", {"id", "key"}, context);
    add_members(jira, "project", {"id", "key"}, context);
    Json confluence = Json::object();
    add_members(confluence, "content", {"id", "type", "version"}, context);
    add_members(confluence, "space", {"id", "key"}, context);
    add_members(confluence, "macro", {"id", "hash", "outputType"}, context);
    Json all{{"license", {{"active", true}}}};
    if (!jira.empty())
        all["jira"] = std::move(jira);
    if (!confluence.empty())
        all["confluence"] = std::move(confluence);
    return all;
}

// Bytes that are no UTF-8 are replaced, not thrown at.
std::string print(Json const& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::optional<std::string_view> form_body(http::Request const& request)
{
    auto const type = request.headers.get("Content-Type");
    if (type && type->starts_with("application/x-www-form-urlencoded"))
        return request.body;
    return std::nullopt;
}

} // namespace

std::string request_claims(App const& app, http::Request const& request, HostContext const& context,
                           TimePoint now)
{
    return print(claims(app, request, context, now));
}

std::string product_context(HostContext const& context) { return print(place(context)); }

std::string context_claims(HostContext const& context, TimePoint now)
{
    auto const issued = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
    return print({{"sub", context.user},
                  {"qsh", context_qsh},
                  {"iss", context.client_key},
                  {"context", place(context)},
                  {"exp", (issued + token_lifetime).count()},
                  {"iat", issued.count()}});
}

std::string lifecycle_claims(App const& app, std::string_view event, http::Request const& request,
                             HostContext const& context, TimePoint now)
{
    auto all = claims(app, request, context, now);
    if (event == "installed" || event == "uninstalled")
        all["aud"] = Json::array({base_address(app.base_url)});
    return print(all);
}

TokenBinding token_binding(App const& app, http::Request const& request,
                           std::optional<std::string_view> claim)
{
    if (!claim || *claim == context_qsh)
        return TokenBinding::any_request;
    auto const match =
        match_query_hash(*claim, request.method, request.url, base_address(app.base_url), form_body(request));
    return match ? TokenBinding::this_request : TokenBinding::another_request;
}

} // namespace postern::platform::connect
