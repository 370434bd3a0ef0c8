#include "golden/example_scan.hpp"

#include "golden/example_hosts.hpp"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace postern::golden {
namespace {

using namespace std::chrono_literals;
using evidence::Credential;
using evidence::LifecycleForgery;
using platform::EndpointKind;
using platform::HostContext;
using platform::TokenPlacement;

constexpr std::string_view base_url = "https://app.example";

platform::Endpoint endpoint(std::string_view module_type, std::string_view key, int line,
                            std::string_view url, EndpointKind kind = EndpointKind::page)
{
    return {.id = fmt::format("{}/{}", module_type, key),
            .kind = kind,
            .module_type = std::string(module_type),
            .module_key = std::string(key),
            .pointer = fmt::format("/modules/{}/0/url", module_type),
            .position = {line, 16},
            .url_template = std::string(url),
            .absolute_template = fmt::format("{}{}", base_url, url)};
}

std::vector<platform::Endpoint> endpoints()
{
    auto panel = endpoint("webPanels", "foo-panel", 24, "/foo.html?issueKey={issue.key}");
    panel.context_parameters = {"issue.key"};
    auto settings = endpoint("adminPages", "settings", 41, "/settings");
    settings.audience = platform::Audience::administrators;
    auto installed = endpoint("lifecycle", "installed", 9, "/installed", EndpointKind::lifecycle);
    installed.pointer = "/lifecycle/installed";
    return {installed,
            std::move(panel),
            endpoint("generalPages", "handbook", 33, "/handbook.html"),
            std::move(settings),
            endpoint("webhooks", "jira:issue_updated", 48, "/issue-updated", EndpointKind::webhook),
            endpoint("translations", "de-DE", 54, "/translations/de.json", EndpointKind::asset)};
}

HostContext context(std::string_view label, std::string_view issue_key)
{
    return {.label = std::string(label),
            .host_origin = fmt::format("https://postern-test-{}.example", label),
            .client_key = fmt::format("postern-test-client-key-{}", label),
            .user = fmt::format("postern-test-user-{}", label),
            .values = {{"issue.key", std::string(issue_key)}}};
}

// Adds attempts in the order in which the access probe makes them, and numbers their exchanges.
class Scan {
public:
    // What the app answers to a request that pretends to come from this context.
    using App = std::function<http::Outcome(HostContext const&)>;

    explicit Scan(evidence::Evidence& evidence) : evidence_(evidence) {}

    void access(platform::Endpoint const& endpoint, App const& app)
    {
        auto const& contexts = evidence_.access->contexts;
        attempt(endpoint, contexts[0], app, Credential::none, std::nullopt, "");
        attempt(endpoint, contexts[0], app, Credential::none, std::nullopt, "repeated");
        attempt(endpoint, contexts[1], app, Credential::none, std::nullopt, "");
        for (auto const credential : {Credential::alg_none, Credential::random_secret})
            for (auto const placement :
                 {TokenPlacement::authorization_header, TokenPlacement::query_parameter})
                attempt(endpoint, contexts[0], app, credential, placement,
                        credential == Credential::alg_none ? "none" : "");
    }

    void lifecycle(LifecycleForgery forgery, http::Outcome outcome)
    {
        http::Request request{
            .method = "POST",
            .url = fmt::format("{}/installed", base_url),
            .headers = {{"Content-Type", "application/json"}, {"User-Agent", "postern/0.1.0"}},
            .body = R"({"key":"foo-panel-app","clientKey":"postern-test-install"})"};
        if (forgery != LifecycleForgery::unsigned_request)
            request.headers.set("Authorization",
                                "JWT eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwb3N0ZXJuLXRlc3QifQ.Zm9yZ2Vk");
        evidence_.lifecycle->attempts.push_back(
            {.endpoint = "lifecycle/installed",
             .event = "installed",
             .forgery = forgery,
             .exchange = exchange(std::move(request), std::move(outcome))});
    }

    void path(evidence::PathAttempt::Kind kind, std::string_view path, http::Outcome outcome)
    {
        if (!evidence_.exposed_paths)
            evidence_.exposed_paths.emplace();
        evidence_.exposed_paths->attempts.push_back(
            {.kind = kind,
             .base = std::string(base_url),
             .path = std::string(path),
             .exchange = exchange(
                 {.url = fmt::format("{}{}", base_url, path), .headers = {{"User-Agent", "postern/0.1.0"}}},
                 std::move(outcome))});
    }

    void input(platform::Endpoint const& endpoint, evidence::InputAttempt::Kind kind,
               std::string const& parameter, std::string const& value, http::Outcome outcome)
    {
        if (!evidence_.input)
            evidence_.input.emplace();
        auto const address = fmt::format("{}{}?{}={}", base_url, endpoint.url_template, parameter,
                                         http::percent_encode(value));
        evidence_.input->attempts.push_back(
            {.kind = kind,
             .given = {{parameter, value}},
             .attempt = {.endpoint = endpoint.id,
                         .detail = std::string(name(kind)),
                         .context = "input",
                         .hops = {exchange({.url = address, .headers = {{"User-Agent", "postern/0.1.0"}}},
                                           std::move(outcome))}}});
    }

    void cross_origin(platform::Endpoint const& endpoint, std::string_view origin, http::Outcome outcome)
    {
        if (!evidence_.cross_origin)
            evidence_.cross_origin.emplace();
        http::Request request{.url = url(endpoint, evidence_.access->contexts[0]),
                              .headers = {{"User-Agent", "postern/0.1.0"}}};
        request.headers.set("Origin", origin);
        evidence_.cross_origin->attempts.push_back(
            {.endpoint = endpoint.id,
             .detail = std::string(origin),
             .context = "a",
             .hops = {exchange(std::move(request), std::move(outcome))}});
    }

    void hosts()
    {
        add_example_hosts(evidence_, [this](http::Request request, http::Outcome outcome) {
            return exchange(std::move(request), std::move(outcome));
        });
    }

    void script(platform::Endpoint const& endpoint, std::string_view path, std::string_view text)
    {
        if (!evidence_.resources)
            evidence_.resources.emplace();
        auto const address = fmt::format("{}{}", base_url, path);
        evidence_.resources->resources.push_back(
            {.url = address,
             .endpoint = endpoint.id,
             .named_by = fmt::format("<script src=\"{}\">", path),
             .exchange = exchange({.url = address, .headers = {{"User-Agent", "postern/0.1.0"}}},
                                  http::make_response(200, "text/javascript", std::string(text)))});
    }

private:
    void attempt(platform::Endpoint const& endpoint, HostContext const& from, App const& app,
                 Credential credential, std::optional<TokenPlacement> placement, std::string_view detail)
    {
        http::Request request{.method = endpoint.kind == EndpointKind::webhook ? "POST" : "GET",
                              .url = url(endpoint, from),
                              .headers = {{"User-Agent", "postern/0.1.0"}}};
        if (placement)
            place(request, credential, *placement);
        if (endpoint.kind == EndpointKind::webhook)
            request.body = fmt::format(R"({{"issue":{{"key":"{}"}}}})", from.values.at("issue.key"));
        evidence_.access->attempts.push_back({.endpoint = endpoint.id,
                                              .credential = credential,
                                              .placement = placement,
                                              .detail = std::string(detail),
                                              .context = from.label,
                                              .hops = {exchange(std::move(request), app(from))}});
    }

    static std::string url(platform::Endpoint const& endpoint, HostContext const& from)
    {
        auto url = fmt::format("{}{}", base_url, endpoint.url_template);
        constexpr std::string_view parameter = "{issue.key}";
        if (auto const at = url.find(parameter); at != std::string::npos)
            url.replace(at, parameter.size(), from.values.at("issue.key"));
        return url;
    }

    static void place(http::Request& request, Credential credential, TokenPlacement placement)
    {
        auto const* token = credential == Credential::alg_none
                                ? "eyJhbGciOiJub25lIn0.eyJpc3MiOiJwb3N0ZXJuLXRlc3QifQ."
                                : "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwb3N0ZXJuLXRlc3QifQ.cmFuZG9t";
        if (placement == TokenPlacement::authorization_header)
            request.headers.set("Authorization", fmt::format("JWT {}", token));
        else
            request.url += fmt::format("{}jwt={}", request.url.contains('?') ? '&' : '?', token);
    }

    http::Exchange exchange(http::Request request, http::Outcome outcome)
    {
        ++number_;
        return {.id = fmt::format("e{}", number_),
                .request = std::move(request),
                .outcome = std::move(outcome),
                .elapsed = 1000us * (number_ % 7 + 3)};
    }

    evidence::Evidence& evidence_;
    int number_ = 0;
};

http::Response with_headers(http::Response response)
{
    response.headers.set("Cache-Control", "no-cache, no-store");
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Content-Security-Policy",
                         "default-src 'self'; frame-ancestors https://*.atlassian.net");
    return response;
}

http::Response page(std::string body)
{
    auto response = with_headers(http::make_response(200, "text/html; charset=utf-8", std::move(body)));
    response.headers.set("Cache-Control", "public, max-age=300");
    return response;
}

// Asks for more than it needs, and says nothing of one migration.
platform::DescriptorFacts descriptor_facts()
{
    using platform::StatedScope;
    return {
        .product = "Jira",
        .key = {{"foo-panel-app", "/key", {2, 10}}},
        .name = {{"Foo Panel", "/name", {3, 11}}},
        .base_url = {{std::string(base_url), "/baseUrl", {4, 14}}},
        .authentication = {{"jwt", "/authentication/type", {6, 31}}},
        .scopes = {{.name = {"READ", "/scopes/0", {7, 14}}, .reach = StatedScope::Reach::ordinary},
                   {.name = {"ACT_AS_USER", "/scopes/1", {7, 22}},
                    .reach = StatedScope::Reach::wide,
                    .why = "whoever holds the app's secret can act in the name of every user of the site, "
                           "administrators included"}},
        .migrations = {{.name = {"signed-install", "/apiMigrations/signed-install", {8, 40}},
                        .state = platform::StatedMigration::State::on}},
        .lifecycle = {{"installed", "/lifecycle/installed", {9, 18}}},
        .modules = {{.type = "jiraIssueGlances",
                     .key = "foo-glance",
                     .name = "Foo",
                     .pointer = "/modules/jiraIssueGlances/0",
                     .position = {50, 5},
                     .standing = platform::StatedModule::Standing::deprecated,
                     .deprecated_since = "2023-10-06",
                     .successor = "jiraIssueContexts",
                     .source = "https://developer.atlassian.com/cloud/jira/platform/modules/issue-glance/"}},
        .links = {{.role = platform::StatedLink::Role::link,
                   .url = {"https://vendor.example", "/vendor/url", {5, 12}}}}};
}

// The vendor's name leads nowhere.
evidence::DnsAnswers dns_answers()
{
    using enum evidence::DnsStatus;
    return {.hosts = {{.host = "app.example",
                       .lookups = {{.name = "app.example",
                                    .type = "A",
                                    .status = answered,
                                    .records = {{"app.example", "A", "192.0.2.1"}}},
                                   {.name = "app.example", .type = "CAA", .status = answered}}},
                      {.host = "vendor.example",
                       .lookups = {{.name = "vendor.example",
                                    .type = "A",
                                    .status = no_such_name,
                                    .detail = "Domain name not found",
                                    .records = {{"vendor.example", "CNAME", "old.host.example"}}}}}}};
}

evidence::Evidence unscanned()
{
    evidence::Evidence evidence{.tool_version = "0.1.0",
                                .target = {.platform = "Atlassian Connect",
                                           .descriptor = fmt::format("{}/atlassian-connect.json", base_url),
                                           .app_key = "foo-panel-app",
                                           .app_name = "Foo Panel",
                                           .base_url = std::string(base_url)},
                                .started_at = TimePoint(1'700'000'000'000ms),
                                .ended_at = TimePoint(1'700'000'012'345ms),
                                .endpoints = endpoints(),
                                .unprobed = {{.pointer = "/vendor/url",
                                              .position = {5, 12},
                                              .url = "https://vendor.example",
                                              .reason = "a link for people"},
                                             {.pointer = "/modules/webItems/0/url",
                                              .position = {60, 16},
                                              .url = "https://elsewhere.example/help",
                                              .reason = "another host: https://elsewhere.example"}}};
    evidence.descriptor = descriptor_facts();
    evidence.dns = dns_answers();
    evidence.access.emplace();
    evidence.access->contexts = {context("a", "PTRNA-4711"), context("b", "PTRNB-1234")};
    evidence.lifecycle.emplace();
    return evidence;
}

} // namespace

evidence::Evidence example_scan()
{
    auto evidence = unscanned();
    evidence.descriptor_warnings = {"line 60, column 16: the address belongs to another host"};
    auto const& all = evidence.endpoints;
    Scan scan(evidence);
    scan.access(all[1], [](HostContext const& from) {
        return page(fmt::format("<h1>Notes on {}</h1><p>Salaries of 2023, not to be passed on.</p>",
                                from.values.at("issue.key")));
    });
    scan.access(all[2], [](HostContext const&) {
        auto shell = page("<!doctype html><title>Handbook</title><script src=\"/handbook.js\"></script>");
        shell.headers.set("Set-Cookie", "seen=*; Path=/; Secure; SameSite=None");
        return shell;
    });
    scan.access(all[3], [](HostContext const&) {
        return with_headers(http::make_response(401, "text/plain", "no valid token"));
    });
    scan.access(all[4], [](HostContext const&) {
        return http::TransportFailure{http::TransportFailureKind::timed_out, "no answer within 10 seconds"};
    });
    scan.access(all[5], [](HostContext const&) {
        return http::make_response(200, "application/json", R"({"title":"Foo"})");
    });
    evidence.admin = evidence::AdminAttempts{.endpoints = {"adminPages/settings"}};
    auto shared = page("<!doctype html><title>Handbook</title>");
    shared.headers.set("Access-Control-Allow-Origin", "https://postern-test-0011.example");
    shared.headers.set("Access-Control-Allow-Credentials", "true");
    scan.cross_origin(all[2], "https://postern-test-0011.example", std::move(shared));
    scan.cross_origin(all[2], "null", page("<!doctype html><title>Handbook</title>"));
    using enum evidence::PathAttempt::Kind;
    auto const nothing = http::make_response(404, "text/plain", "nothing here");
    scan.path(control, "/postern-test-0011223344556677", nothing);
    scan.path(listed, "/.git/HEAD", nothing);
    scan.path(listed, "/.env", http::make_response(200, "", "DB_HOST=db\nDB_PASSWORD=not-to-be-passed-on\n"));
    scan.path(folder, "/", nothing);
    using Input = evidence::InputAttempt::Kind;
    auto const marker = evidence::marker_value("ptr0011223344");
    scan.input(all[2], Input::markers, "q", marker, page(fmt::format("<p>Nothing found for {}</p>", marker)));
    scan.input(all[2], Input::redirect_target, "next", "https://postern-test-0011.example/",
               http::make_response(401, "text/plain", "no valid token"));
    scan.script(all[2], "/handbook.js", "/**\n * @license\n * lodash 4.17.4 lodash.com/license\n */\n");
    scan.hosts();
    scan.lifecycle(LifecycleForgery::unsigned_request,
                   http::make_response(401, "text/plain", "no valid token"));
    scan.lifecycle(LifecycleForgery::hs256, http::make_response(204, "", ""));
    scan.lifecycle(LifecycleForgery::own_key, http::make_response(401, "text/plain", "no valid token"));
    return evidence;
}

evidence::Evidence odd_bytes()
{
    auto evidence = unscanned();
    evidence.target.app_name = "Foo\x1b[2J\x1b[32mPASS\xff \u202egnp.exe \u00e4\u4e16\u754c";
    evidence.endpoints[1].module_key = "foo\r\npanel";
    evidence.completeness.gaps = {"the scan was stopped before the administrators' pages were asked for"};
    Scan scan(evidence);
    scan.access(evidence.endpoints[1], [](HostContext const& from) {
        auto response =
            page(fmt::format("\x89PNG\r\n\x1a\n\xfe {} \u202e\u00e4", from.values.at("issue.key")));
        response.headers.set("X-Latin", "Stra\xdf"
                                        "e");
        return response;
    });
    scan.access(evidence.endpoints[5], [](HostContext const&) {
        auto response = http::make_response(200, "image/png", std::string("\0\x01\xff\xfe", 4));
        response.body_bytes = 5'000'000;
        return response;
    });
    scan.lifecycle(
        LifecycleForgery::unsigned_request,
        http::TransportFailure{http::TransportFailureKind::tls_failed, "certificate of \x1b[31m\xe4"});
    return evidence;
}

} // namespace postern::golden
