#pragma once

// A small app with the scopes and webhooks that a test needs, installed at every site: it learns its secrets
// from the installs, calls the API with tokens of its own and remembers what it was sent.

#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"
#include "sites.hpp"

#include <map>

namespace postern::simulator {

constexpr auto alpha_admin = "a1fa00000000000000000001";
constexpr auto alpha_user = "a1fa00000000000000000002";
constexpr auto other_alpha_user = "a1fa00000000000000000003";
constexpr auto app_key = "com.example.app";

class AppAtSites : public Sites {
protected:
    void install_app(std::vector<std::string> scopes, std::vector<json> webhooks = {})
    {
        scopes_ = std::move(scopes);
        webhooks_ = std::move(webhooks);
        server_ = listen(service_);
        for (auto const& result : run(simulator_->install_everywhere(descriptor())))
            EXPECT_EQ(result.outcome, LifecycleResult::Outcome::done) << result.reason;
    }

    http::Response app_answer(http::Request const& request)
    {
        auto const path = http::parse_url(request.url).value().path;
        if (path == "/atlassian-connect.json")
            return http::make_response(200, "application/json", descriptor_text());
        if (path == "/installed") {
            auto const body = json::parse(request.body);
            secrets_[body.at("clientKey")] = body.at("sharedSecret");
            client_ids_[body.at("clientKey")] = body.at("oauthClientId");
            base_urls_[body.at("clientKey")] = body.at("baseUrl");
            return http::make_response(204, "", "");
        }
        received_.push_back(request);
        auto const status = received_.size() <= answers_.size() ? answers_[received_.size() - 1] : 200;
        return http::make_response(status, "text/plain", "");
    }

    [[nodiscard]] std::string descriptor_text() const
    {
        auto modules = modules_;
        modules["webhooks"] = webhooks_;
        return json{{"key", app_key},
                    {"name", "An app"},
                    {"baseUrl", url_of(*server_, "")},
                    {"authentication", {{"type", "jwt"}}},
                    {"lifecycle", {{"installed", "/installed"}}},
                    {"scopes", scopes_},
                    {"modules", modules}}
            .dump();
    }

    [[nodiscard]] std::string const& secret(Tenant const& tenant) const
    {
        return secrets_.at(tenant.client_key);
    }

    [[nodiscard]] std::string signed_with(std::string const& secret, json const& claims) const
    {
        auto const key = jwt::Key::from_secret(secret).value();
        return jwt::sign(claims.dump(), key, jwt::Algorithm::hs256).value();
    }

    [[nodiscard]] static std::int64_t seconds() { return 1'764'000'000; }

    // What came back of a request: the status, and the body as JSON if it is any.
    struct Answer {
        int status = 0;
        json body;
    };

    Answer answer_to(http::Request request, json const& body)
    {
        if (!body.is_null()) {
            request.body = body.dump();
            if (!request.headers.get("Content-Type"))
                request.headers.set("Content-Type", "application/json");
        }
        auto const response = ask(std::move(request));
        return {.status = response.status, .body = json::parse(response.body, nullptr, false)};
    }

    // With the app's own token, hashed against the base URL that its install told, or another one.
    Answer as_app(std::string const& method, std::string const& target, json const& body = nullptr,
                  std::optional<std::string> const& hash_base = std::nullopt)
    {
        return answer_to(request_of_app(method, target, hash_base), body);
    }

    [[nodiscard]] http::Request
    request_of_app(std::string const& method, std::string const& target,
                   std::optional<std::string> const& hash_base = std::nullopt) const
    {
        http::Request request{.method = method, .url = alpha().origin + target};
        auto const base = hash_base.value_or(http::parse_url(base_urls_.at(alpha().client_key))->path);
        request.headers.set(
            "Authorization",
            "JWT " + signed_with(secret(alpha()),
                                 {{"iss", app_key},
                                  {"iat", seconds()},
                                  {"exp", seconds() + 180},
                                  {"qsh", platform::connect::query_hash(method, request.url, base)}}));
        return request;
    }

    // Through the bridge of a page that somebody has open.
    Answer as_user(std::string const& account, std::string const& method, std::string const& target,
                   json const& body = nullptr)
    {
        return through_bridge(account, {{"method", method},
                                        {"url", target},
                                        {"body", body.is_null() ? "" : body.dump()},
                                        {"contentType", "application/json"}});
    }

    // What its front end makes of AP.request.
    Answer through_bridge(std::string const& account, json const& asked)
    {
        auto const answer = json::parse(call(alpha(), "request", asked, account).body);
        return {.status = answer.at("status"),
                .body = json::parse(answer.at("body").get<std::string>(), nullptr, false)};
    }

    json events() { return page(alpha(), "/plugins/servlet/upm").at("page").at("events"); }

    net::Answering service_{[this](http::Request const& request) { return app_answer(request); }};
    std::vector<std::string> scopes_;
    std::vector<json> webhooks_;
    json modules_ = json::object();              // beside the webhooks
    std::map<std::string, std::string> secrets_; // by client key
    std::map<std::string, std::string> client_ids_;
    std::map<std::string, std::string> base_urls_;
    std::vector<int> answers_;            // the statuses of the first answers to webhooks; then 200
    std::vector<http::Request> received_; // but installs and the descriptor
};

} // namespace postern::simulator
