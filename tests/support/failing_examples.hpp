#pragma once

// One way to fail each check: what spoils the healthy app (support/judged_examples.hpp) for it.

#include "support/judged_examples.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>

namespace postern::support {

using Spoil = std::function<void(evidence::Evidence&)>;

// The same shell for everybody without a token, or a refusal, with one thing wrong.
inline Spoil spoilt(int status, std::function<void(http::Response&)> const& spoil)
{
    return [=](evidence::Evidence& evidence) {
        auto response = html("<div id=app></div>", status);
        spoil(response);
        answer(evidence, page_id, without_token(), response);
    };
}

// One way to fail each check.
inline std::map<std::string_view, Spoil> const& failing()
{
    static std::map<std::string_view, Spoil> const examples{
        {"anonymous-access",
         [](evidence::Evidence& evidence) {
             answer(evidence, page_id, without_token(), html("<p>PTRNA-4711</p>"));
         }},
        {"forged-token",
         [](evidence::Evidence& evidence) {
             answer(evidence, page_id, with({evidence::Credential::alg_none}), html("<p>PTRNA-4711</p>"));
         }},
        {"lifecycle-signature",
         [](evidence::Evidence& evidence) {
             evidence.lifecycle->attempts[0].exchange.outcome = http::make_response(204, "", "");
         }},
        {"admin-authorization",
         [](evidence::Evidence& evidence) {
             evidence.admin->attempts[0].with_token.hops[0].outcome = html("<h1>Settings</h1>");
         }},
        {"leaked-tokens",
         [](evidence::Evidence& evidence) {
             auto moved = http::make_response(302, "", "");
             moved.headers.set("Location", "/login?token=" + std::string(forged_token_text));
             answer(evidence, page_id, with({evidence::Credential::random_secret}), moved);
         }},
        {"cache-control",
         spoilt(401,
                [](http::Response& answer) { answer.headers.set("Cache-Control", "private, max-age=60"); })},
        {"referrer-policy", spoilt(401,
                                   [](http::Response& answer) {
                                       answer.headers.set("Referrer-Policy", "no-referrer, unsafe-url");
                                   })},
        {"session-cookies",
         spoilt(401,
                [](http::Response& answer) { answer.headers.set("Set-Cookie", "sid=********; Path=/"); })},
        {"content-security-policy", spoilt(200,
                                           [](http::Response& answer) {
                                               answer.headers.set(
                                                   "Content-Security-Policy",
                                                   "default-src 'self'; frame-ancestors 'self'");
                                           })},
        {"frame-options", spoilt(200,
                                 [](http::Response& answer) {
                                     answer.headers.set("X-Frame-Options", "DENY");
                                     answer.headers.set("Content-Security-Policy", "default-src 'self'");
                                 })},
        {"content-type-options", spoilt(200,
                                        [](http::Response& answer) {
                                            answer.headers.remove("X-Content-Type-Options");
                                            answer.headers.remove("Content-Type");
                                        })},
        {"cross-origin",
         [](evidence::Evidence& evidence) {
             auto& hop = evidence.cross_origin->attempts[0].hops[0];
             auto& answer = std::get<http::Response>(hop.outcome);
             answer.headers.set("Access-Control-Allow-Origin", *hop.request.headers.get("Origin"));
             answer.headers.set("Access-Control-Allow-Credentials", "true");
         }},
        {"reflected-input",
         [](evidence::Evidence& evidence) {
             auto& marked = evidence.input->attempts[0];
             marked.attempt.hops[0].outcome = html("<p>" + marked.given[0].second + "</p>", 400);
         }},
        {"open-redirect",
         [](evidence::Evidence& evidence) {
             auto& asked = evidence.input->attempts[1];
             auto away = with_good_headers(http::make_response(302, "", ""));
             away.headers.set("Location", asked.given[0].second);
             asked.attempt.hops[0].outcome = std::move(away);
         }},
        {"vulnerable-components",
         [](evidence::Evidence& evidence) {
             evidence.resources->resources[0].exchange->outcome = with_good_headers(http::make_response(
                 200, "text/javascript", "/**\n * @license\n * lodash 4.17.4 lodash.com/license\n */"));
         }},
        {"credential-forms",
         [](evidence::Evidence& evidence) {
             evidence.admin->attempts[1].with_token.hops[0].outcome =
                 html("<label>Jira API token <input name=token></label>");
         }},
        {"exposed-files",
         [](evidence::Evidence& evidence) {
             evidence.exposed_paths->attempts[2].exchange.outcome =
                 http::make_response(200, "", "ref: refs/heads/main\n");
         }},
        {"directory-listing",
         [](evidence::Evidence& evidence) {
             evidence.exposed_paths->attempts[5].exchange.outcome =
                 html("<title>Directory listing for /static/</title>");
         }},
        {"error-pages",
         [](evidence::Evidence& evidence) {
             answer(evidence, page_id, without_token(),
                    html("<pre>Error<br> at a (/srv/a.js:1:2)<br> at b (/srv/b.js:3:4)</pre>", 500));
         }},
        {"leaked-secrets",
         [](evidence::Evidence& evidence) {
             answer(evidence, page_id, without_token(),
                    html("sharedSecret: '9fKd02LmQpX7vBnC4tRwZ8sY1uGhJe5A'", 401));
         }},
        {"source-maps",
         [](evidence::Evidence& evidence) {
             answer(evidence, page_id, everyone(),
                    http::make_response(
                        200, "text/css",
                        R"({"version":3,"sources":["a"],"sourcesContent":["a"],"mappings":""})"));
         }},
        {"descriptor-base-url",
         [](evidence::Evidence& evidence) { evidence.descriptor->base_url->text = "http://app.example"; }},
        {"descriptor-migrations",
         [](evidence::Evidence& evidence) {
             evidence.descriptor->migrations[0].state = platform::StatedMigration::State::off;
         }},
        {"descriptor-authentication",
         [](evidence::Evidence& evidence) {
             evidence.target.authentication = platform::Authentication::none;
             evidence.descriptor->authentication->text = "none";
         }},
        {"descriptor-scopes",
         [](evidence::Evidence& evidence) {
             evidence.descriptor->scopes[0] = {.name = {"ADMIN", "/scopes/0", {7, 15}},
                                               .reach = platform::StatedScope::Reach::wide,
                                               .why = "the whole site is open"};
         }},
        {"descriptor-modules",
         [](evidence::Evidence& evidence) {
             evidence.descriptor->modules[0].standing = platform::StatedModule::Standing::deprecated;
         }},
        {"tls-versions",
         [](evidence::Evidence& evidence) {
             evidence.tls->hosts[0].addresses[0].versions[3].reply = tls::Reply::accepted;
         }},
        {"tls-ciphers",
         [](evidence::Evidence& evidence) {
             evidence.tls->hosts[0].addresses[0].versions[1].suites.push_back(0x0005);
         }},
        {"tls-certificate",
         [](evidence::Evidence& evidence) {
             evidence.tls->hosts[1].addresses[0].session->chain[0].not_after =
                 evidence.started_at - std::chrono::hours(1);
         }},
        {"https-redirect",
         [](evidence::Evidence& evidence) { evidence.tls->hosts[0].plain->outcome = html("<p>hello</p>"); }},
        {"hsts",
         [](evidence::Evidence& evidence) {
             evidence.admin->attempts.pop_back();
             evidence.resources->resources.clear();
             evidence.tls->hosts[0].secure->outcome = html("<p>hello</p>", 404);
         }},
        {"domain-registration", [](evidence::Evidence& evidence) { let_the_vendor_run_out(*evidence.dns); }},
        {"branding", [](evidence::Evidence& evidence) { evidence.descriptor->name->text = "Jira Notes"; }},
        {"domain-takeover", [](evidence::Evidence& evidence) { forget_the_app(*evidence.dns); }},
        {"certificate-authority",
         [](evidence::Evidence& evidence) {
             evidence.dns->hosts[0].lookups[2].records[0].value = "0 issue ;";
         }},
    };
    return examples;
}

// What these checks find is a reason to look, and never a failure by itself.
inline std::set<std::string_view> const& only_warning()
{
    static std::set<std::string_view> const checks{"source-maps", "descriptor-scopes", "descriptor-modules",
                                                   "certificate-authority"};
    return checks;
}

} // namespace postern::support
