#pragma once

// Evidence as the probes bring it, for the tests of checks: a page, a webhook, a page for administrators and
// a callback, each refusing everything but what is genuine. Each test spoils one thing.

#include "support/example_evidence.hpp"
#include "support/judged_descriptor.hpp"
#include "support/judged_dns.hpp"
#include "support/tls_example.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace postern::support {

inline constexpr std::string_view page_id = "webPanels/foo-panel";
inline constexpr std::string_view webhook_id = "webhooks/jira:issue_updated";
inline constexpr std::string_view admin_id = "adminPages/settings";

inline platform::Endpoint example_webhook()
{
    return {.id = std::string(webhook_id),
            .kind = platform::EndpointKind::webhook,
            .module_type = "webhooks",
            .module_key = "jira:issue_updated",
            .pointer = "/modules/webhooks/0/url",
            .position = {30, 20},
            .url_template = "/issue-updated",
            .absolute_template = "https://app.example/issue-updated"};
}

inline platform::Endpoint example_admin_page()
{
    return {.id = std::string(admin_id),
            .kind = platform::EndpointKind::page,
            .module_type = "adminPages",
            .module_key = "settings",
            .pointer = "/modules/adminPages/0/url",
            .position = {40, 20},
            .url_template = "/settings",
            .absolute_template = "https://app.example/settings",
            .audience = platform::Audience::administrators};
}

inline platform::HostContext example_context(std::string const& label, std::string const& issue)
{
    return {.label = label,
            .host_origin = "https://postern-test-" + label + ".example",
            .client_key = "postern-test-key-" + label,
            .user = "postern-test-user-" + label,
            .values = {{"issue.key", issue}}};
}

// Header and claims are base64url of {"alg":"HS256"} and {"iss":"postern-test-key-a"}.
inline constexpr std::string_view forged_token_text =
    "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwb3N0ZXJuLXRlc3Qta2V5LWEifQ.Zm9yZ2Vk";

inline std::vector<evidence::Credential> forged_credentials()
{
    using enum evidence::Credential;
    return {malformed,    alg_none,       signature_removed, random_secret,
            empty_secret, unknown_issuer, unknown_key_id,    expired};
}

// What an answer over HTTPS has besides.
inline http::Response over_https(http::Response response)
{
    response.headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    return response;
}

// One example of everything that is probed, and of everything that the probes ask.
class JudgedExample {
public:
    JudgedExample()
    {
        evidence_ = example_evidence();
        evidence_.endpoints = {example_page(), example_webhook(), example_admin_page(), example_install()};
        evidence_.access->contexts = {example_context("a", "PTRNA-4711"), example_context("b", "PTRNB-815")};
        evidence_.access->attempts.clear();
        for (auto const& endpoint : evidence_.endpoints)
            if (endpoint.kind != platform::EndpointKind::lifecycle)
                add_access(endpoint);
        evidence_.descriptor = example_descriptor();
        evidence_.dns = example_dns();
        add_lifecycle();
        add_admin();
        add_cross_origin();
        add_input();
        add_resources();
        add_exposed_paths();
        add_tls();
    }

    evidence::Evidence take() { return std::move(evidence_); }

private:
    evidence::Attempt attempt(platform::Endpoint const& endpoint, platform::HostContext const& context,
                              std::optional<platform::TokenPlacement> placement)
    {
        auto url = endpoint.absolute_template;
        if (auto const at = url.find("{issue.key}"); at != std::string::npos)
            url.replace(at, 11, context.values.at("issue.key"));
        url += url.contains('?') ? '&' : '?';
        url += "xdm_e=" + http::percent_encode(context.host_origin);
        if (placement == platform::TokenPlacement::query_parameter)
            url += "&jwt=" + std::string(forged_token_text);
        auto exchange =
            example_exchange("e" + std::to_string(next_++), url,
                             with_good_headers(http::make_response(401, "text/plain", "no valid token")));
        if (placement == platform::TokenPlacement::authorization_header)
            exchange.request.headers.set("Authorization", "JWT " + std::string(forged_token_text));
        if (endpoint.kind == platform::EndpointKind::webhook) {
            exchange.request.method = "POST";
            exchange.request.body = R"({"issue":{"key":")" + context.values.at("issue.key") + "\"}}";
        }
        return {.endpoint = endpoint.id, .context = context.label, .hops = {std::move(exchange)}};
    }

    void add_access(platform::Endpoint const& endpoint)
    {
        auto& access = *evidence_.access;
        auto const& a = access.contexts[0];
        access.attempts.push_back(attempt(endpoint, a, std::nullopt));
        access.attempts.push_back(attempt(endpoint, a, std::nullopt));
        access.attempts.back().detail = "repeated";
        access.attempts.push_back(attempt(endpoint, access.contexts[1], std::nullopt));
        for (auto const credential : forged_credentials())
            for (auto const placement : {platform::TokenPlacement::authorization_header,
                                         platform::TokenPlacement::query_parameter}) {
                access.attempts.push_back(attempt(endpoint, a, placement));
                access.attempts.back().credential = credential;
                access.attempts.back().placement = placement;
            }
    }

    void add_lifecycle()
    {
        auto const first = evidence_.lifecycle->attempts.at(0);
        evidence_.lifecycle->attempts.clear();
        using enum evidence::LifecycleForgery;
        for (auto const forgery : {unsigned_request, hs256, own_key, wrong_audience, key_id_with_path,
                                   key_id_with_url, alg_none}) {
            auto forged = first;
            forged.forgery = forgery;
            forged.exchange.id = "e" + std::to_string(next_++);
            evidence_.lifecycle->attempts.push_back(std::move(forged));
        }
    }

    void add_admin()
    {
        auto const endpoint = example_admin_page();
        auto& admin = evidence_.admin.emplace();
        admin.user_token = evidence::AdminAttempts::UserToken::given;
        admin.endpoints = {endpoint.id};
        auto const& a = evidence_.access->contexts[0];
        evidence::AdminAttempt tried{.endpoint = endpoint.id,
                                     .binding = evidence::TokenBinding::this_request,
                                     .without_token = attempt(endpoint, a, std::nullopt),
                                     .with_token = attempt(endpoint, a, std::nullopt)};
        tried.with_token.credential = evidence::Credential::user;
        tried.with_token.hops[0].outcome =
            with_good_headers(http::make_response(403, "text/plain", "not your page"));
        admin.attempts = {std::move(tried)};

        // A page for everyone that the user's token opens: a control, and the HTML that checks of pages need.
        auto const page = example_page();
        evidence::AdminAttempt control{.endpoint = page.id,
                                       .binding = evidence::TokenBinding::any_request,
                                       .without_token = attempt(page, a, std::nullopt),
                                       .with_token = attempt(page, a, std::nullopt)};
        control.with_token.credential = evidence::Credential::user;
        control.with_token.hops[0].outcome = over_https(with_good_headers(http::make_response(
            200, "text/html; charset=utf-8", "<p>Notes</p>\n<script src=\"/app.js\"></script>\n")));
        admin.attempts.push_back(std::move(control));
    }

    // A page that repeats nothing of its parameters.
    void add_input()
    {
        auto const page = example_page();
        auto const& a = evidence_.access->contexts[0];
        using enum evidence::InputAttempt::Kind;
        evidence_.input.emplace().attempts = {{.kind = markers,
                                               .given = {{"issueKey", evidence::marker_value("ptr1")},
                                                         {"xdm_e", evidence::marker_value("ptr2")}},
                                               .attempt = attempt(page, a, std::nullopt)},
                                              {.kind = redirect_target,
                                               .given = {{"returnUrl", "https://postern-test-away.example/"}},
                                               .attempt = attempt(page, a, std::nullopt)}};
    }

    // The script that the page loads.
    void add_resources()
    {
        evidence_.resources.emplace().resources = {
            {.url = "https://app.example/app.js",
             .endpoint = std::string(page_id),
             .named_by = "<script src=\"/app.js\">",
             .exchange = example_exchange(
                 "e" + std::to_string(next_++), "https://app.example/app.js",
                 over_https(with_good_headers(http::make_response(200, "text/javascript", "show(1);\n"))))}};
    }

    // A server that has nothing at any of these addresses.
    void add_cross_origin()
    {
        auto& cross_origin = evidence_.cross_origin.emplace();
        for (auto const& endpoint : evidence_.endpoints)
            if (endpoint.kind == platform::EndpointKind::page)
                for (auto const* const origin : {"https://postern-test-0123.example", "null"}) {
                    auto sent = attempt(endpoint, evidence_.access->contexts[0], std::nullopt);
                    sent.detail = origin;
                    sent.hops[0].request.headers.set("Origin", origin);
                    cross_origin.attempts.push_back(std::move(sent));
                }
    }

    void add_exposed_paths()
    {
        auto& paths = evidence_.exposed_paths.emplace();
        std::string const base = "https://app.example";
        using enum evidence::PathAttempt::Kind;
        auto const add = [&](evidence::PathAttempt::Kind kind, std::string path) {
            paths.attempts.push_back(
                {.kind = kind,
                 .base = base,
                 .path = path,
                 .exchange = example_exchange("e" + std::to_string(next_++), base + path,
                                              http::make_response(404, "text/plain", "nothing here"))});
        };
        add(control, "/postern-test-0011223344556677");
        for (auto const* path : {"/.env", "/.git/HEAD", "/actuator/env"})
            add(listed, path);
        for (auto const* path : {"/", "/static/"})
            add(folder, path);
    }

    void add_tls()
    {
        auto const plain = "e" + std::to_string(next_++);
        auto const secure = "e" + std::to_string(next_++);
        evidence_.tls = example_tls(plain, secure);
    }

    evidence::Evidence evidence_;
    int next_ = 1;
};

// Everything refused: every check passes.
inline evidence::Evidence healthy() { return JudgedExample().take(); }

// Which attempts to answer otherwise.
using Which = std::function<bool(evidence::Attempt const&)>;

inline Which everyone()
{
    return [](evidence::Attempt const&) { return true; };
}
inline Which without_token()
{
    return [](evidence::Attempt const& attempt) { return attempt.credential == evidence::Credential::none; };
}
inline Which with(std::vector<evidence::Credential> credentials)
{
    return [credentials = std::move(credentials)](evidence::Attempt const& attempt) {
        return std::ranges::find(credentials, attempt.credential) != credentials.end();
    };
}

// Gives the chosen attempts at one endpoint other answers.
inline void answer(evidence::Evidence& evidence, std::string_view endpoint, Which const& which,
                   std::function<http::Outcome(evidence::Attempt const&)> const& outcome)
{
    for (auto& attempt : evidence.access->attempts)
        if (attempt.endpoint == endpoint && which(attempt))
            attempt.hops.back().outcome = outcome(attempt);
}

inline void answer(evidence::Evidence& evidence, std::string_view endpoint, Which const& which,
                   http::Outcome const& outcome)
{
    answer(evidence, endpoint, which, [&](evidence::Attempt const&) { return outcome; });
}

// The issue key that an attempt gave.
inline std::string issue_of(evidence::Attempt const& attempt)
{
    return attempt.context == "a" ? "PTRNA-4711" : "PTRNB-815";
}

inline http::Response html(std::string body, int status = 200)
{
    return with_good_headers(http::make_response(status, "text/html; charset=utf-8", std::move(body)));
}

} // namespace postern::support
