#pragma once

// A small scan as values, for the tests of whatever reads evidence. Each test spoils one thing.

#include "evidence/evidence.hpp"

#include <string>
#include <utility>

namespace postern::support {

inline http::Exchange example_exchange(std::string id, std::string url, http::Outcome outcome)
{
    using namespace std::chrono_literals;
    return {.id = std::move(id),
            .request = {.url = std::move(url),
                        .headers = {{"Accept", "text/html"}, {"User-Agent", "postern/0.1.0"}}},
            .outcome = std::move(outcome),
            .elapsed = 1500us};
}

// What every check of headers asks for.
inline http::Response with_good_headers(http::Response response)
{
    response.headers.set("Cache-Control", "no-cache, no-store");
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Content-Security-Policy",
                         "default-src 'self'; frame-ancestors https://*.atlassian.net https://*.jira.com");
    return response;
}

inline platform::Endpoint example_page()
{
    return {.id = "webPanels/foo-panel",
            .kind = platform::EndpointKind::page,
            .module_type = "webPanels",
            .module_key = "foo-panel",
            .pointer = "/modules/webPanels/0/url",
            .position = {12, 20},
            .url_template = "/foo.html?issueKey={issue.key}",
            .absolute_template = "https://app.example/foo.html?issueKey={issue.key}",
            .context_parameters = {"issue.key"}};
}

inline platform::Endpoint example_install()
{
    return {.id = "lifecycle/installed",
            .kind = platform::EndpointKind::lifecycle,
            .module_type = "lifecycle",
            .module_key = "installed",
            .pointer = "/lifecycle/installed",
            .position = {5, 18},
            .url_template = "/installed",
            .absolute_template = "https://app.example/installed"};
}

// One page and one callback, each refused what was forged: e1 and e2.
inline evidence::Evidence example_evidence()
{
    using namespace std::chrono_literals;
    auto const refused = http::make_response(401, "text/plain", "no valid token");
    evidence::Evidence evidence{
        .tool_version = "0.1.0",
        .target = {.platform = "Atlassian Connect",
                   .descriptor = "https://app.example/atlassian-connect.json",
                   .app_key = "foo-panel-app",
                   .app_name = "Foo Panel",
                   .base_url = "https://app.example"},
        .started_at = TimePoint(1'700'000'000'000ms),
        .ended_at = TimePoint(1'700'000'002'345ms),
        .endpoints = {example_page(), example_install()},
        .unprobed = {{.pointer = "/vendor/url",
                      .position = {8, 14},
                      .url = "https://vendor.example",
                      .reason = "a link for people"}},
        .hosts = {{.name = "app.example"},
                  {.name = "vendor.example",
                   .role = evidence::Host::Role::named,
                   .pointer = "/vendor/url",
                   .position = {8, 14}}},
    };
    evidence.access.emplace();
    evidence.access->contexts = {{.label = "a",
                                  .host_origin = "https://postern-test-a.example",
                                  .client_key = "postern-test-key-a",
                                  .user = "postern-test-user-a",
                                  .values = {{"issue.key", "PTRN1-4711"}}}};
    evidence.access->attempts = {
        {.endpoint = "webPanels/foo-panel",
         .context = "a",
         .hops = {example_exchange("e1", "https://app.example/foo.html?issueKey=PTRN1-4711", refused)}}};
    evidence.lifecycle.emplace();
    auto forged = example_exchange("e2", "https://app.example/installed", refused);
    forged.request.method = "POST";
    forged.request.body = R"({"eventType":"installed"})";
    forged.request.headers.set("Content-Type", "application/json");
    evidence.lifecycle->attempts = {
        {.endpoint = "lifecycle/installed", .event = "installed", .exchange = std::move(forged)}};
    return evidence;
}

} // namespace postern::support
