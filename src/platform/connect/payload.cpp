#include "platform/connect/payload.hpp"

#include "platform/connect/context.hpp"
#include "platform/connect/iframe_url.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>

namespace postern::platform::connect {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t shared_secret_bytes = 32;

std::string print(Json const& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string value(HostContext const& context, std::string const& parameter)
{
    auto const found = context.values.find(parameter);
    return found == context.values.end() ? "" : found->second;
}

bool starts_with_one_of(std::string_view text, std::initializer_list<std::string_view> prefixes)
{
    return std::ranges::any_of(prefixes, [&](auto prefix) { return text.starts_with(prefix); });
}

// An app may listen to several products; the event's name tells which one calls, mostly.
Product product_of_event(App const& app, std::string_view event)
{
    if (starts_with_one_of(event, {"jira:", "issue", "project_", "sprint_", "board_", "worklog_"}))
        return Product::jira;
    if (starts_with_one_of(event, {"page_", "blog_", "blogpost_", "content_", "space_", "label_"}))
        return Product::confluence;
    if (starts_with_one_of(event, {"repo:", "pullrequest:"}))
        return Product::bitbucket;
    return product_of(app);
}

void add_jira(Json& body, HostContext const& context)
{
    Json const project = {{"id", value(context, "project.id")}, {"key", value(context, "project.key")}};
    body["user"] = {{"accountId", context.user}};
    body["issue"] = {{"id", value(context, "issue.id")},
                     {"key", value(context, "issue.key")},
                     {"fields", {{"summary", fmt::format("{}summary", test_mark)}, {"project", project}}}};
}

void add_confluence(Json& body, HostContext const& context)
{
    body["userAccountId"] = context.user;
    body["page"] = {
        {"id", value(context, "page.id")},
        {"spaceKey", value(context, "space.key")},
        {"title", fmt::format("{}title", test_mark)},
        {"self", fmt::format("{}/wiki/pages/{}", context.host_origin, value(context, "page.id"))}};
}

void add_bitbucket(Json& body, HostContext const& context)
{
    body["actor"] = {{"account_id", context.user}};
    body["repository"] = {{"full_name", fmt::format("{}/{}", context.user, value(context, "project.key"))}};
}

} // namespace

std::string lifecycle_body(App const& app, std::string_view event, HostContext const& context, Random& random)
{
    auto const is_confluence = product_of(app) == Product::confluence;
    Json body = {{"key", app.key}, {"clientKey", context.client_key}};
    if (event == "installed")
        body["sharedSecret"] = random.hex(shared_secret_bytes);
    body["serverVersion"] = "100000";
    body["pluginsVersion"] = "1.1001.0-SNAPSHOT";
    body["baseUrl"] = fmt::format("{}{}", context.host_origin, host_base_path(app));
    body["displayUrl"] = body["baseUrl"];
    body["productType"] = is_confluence ? "confluence" : "jira";
    body["description"] = fmt::format("A made-up site, marked as a test: {}", context.host_origin);
    body["eventType"] = event;
    return print(body);
}

std::string webhook_body(App const& app, Endpoint const& endpoint, HostContext const& context, TimePoint now)
{
    Json body = {{"timestamp", now.time_since_epoch().count()}, {"webhookEvent", endpoint.module_key}};
    switch (product_of_event(app, endpoint.module_key)) {
    case Product::confluence:
        add_confluence(body, context);
        break;
    case Product::bitbucket:
        add_bitbucket(body, context);
        break;
    case Product::any:
    case Product::jira:
        add_jira(body, context);
        break;
    }
    return print(body);
}

} // namespace postern::platform::connect
