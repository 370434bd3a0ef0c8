#include "sample/response_headers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

namespace postern::sample {
namespace {

constexpr int session_seconds = 15 * 60;

std::optional<std::string_view> cache_control(RouteKind kind, int status, WeaknessSet weaknesses)
{
    auto const is_good = status == 200;
    if (kind == RouteKind::asset && is_good)
        return "public, max-age=31536000, immutable";
    if (kind == RouteKind::shell && is_good)
        return "public, max-age=3600";
    if (kind == RouteKind::page || kind == RouteKind::admin_page) {
        if (weaknesses.has(Weakness::missing_cache_control))
            return std::nullopt;
        if (weaknesses.has(Weakness::wrong_cache_control))
            return "private, max-age=3600";
    }
    return "no-cache, no-store";
}

std::optional<std::string_view> referrer_policy(WeaknessSet weaknesses)
{
    if (weaknesses.has(Weakness::missing_referrer_policy))
        return std::nullopt;
    return weaknesses.has(Weakness::wrong_referrer_policy) ? "unsafe-url" : "no-referrer";
}

// RFC 6797 section 7.2: not over plain http.
std::optional<std::string_view> transport_security(http::Url const& base_url, WeaknessSet weaknesses)
{
    if (base_url.scheme != "https" || weaknesses.has(Weakness::missing_hsts))
        return std::nullopt;
    return weaknesses.has(Weakness::wrong_hsts) ? "max-age=300" : "max-age=31536000; includeSubDomains";
}

void set_if(http::Response& response, std::string_view name, std::optional<std::string_view> value)
{
    if (value)
        response.headers.set(name, *value);
}

std::string policy_of_contents(Bridge const& bridge)
{
    return fmt::format(
        "default-src 'none'; script-src 'self' {}; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'",
        bridge.origin);
}

void set_policy(http::Response& response, std::string_view ancestors, Bridge const& bridge = bridge_of_cdn())
{
    response.headers.set("Content-Security-Policy",
                         fmt::format("{}; frame-ancestors {}", policy_of_contents(bridge), ancestors));
}

} // namespace

void set_general_headers(http::Response& response, RouteKind kind, http::Url const& base_url,
                         WeaknessSet weaknesses)
{
    set_if(response, "Cache-Control", cache_control(kind, response.status, weaknesses));
    set_if(response, "Referrer-Policy", referrer_policy(weaknesses));
    set_if(response, "Strict-Transport-Security", transport_security(base_url, weaknesses));
    if (!weaknesses.has(Weakness::sniffable))
        response.headers.set("X-Content-Type-Options", "nosniff");
}

void set_page_headers(http::Response& response, std::vector<HostRule> const& hosts, WeaknessSet weaknesses)
{
    if (weaknesses.has(Weakness::frame_options_deny)) {
        response.headers.set("X-Frame-Options", "DENY");
        response.headers.set("Content-Security-Policy",
                             policy_of_contents(bridge_of_cdn())); // frame-ancestors would be obeyed
        return;
    }
    if (weaknesses.has(Weakness::csp_blocks_host)) {
        set_policy(response, "'self'");
        return;
    }
    if (weaknesses.has(Weakness::unsafe_csp)) {
        response.headers.set("Content-Security-Policy", "script-src 'self' 'unsafe-inline' 'unsafe-eval' "
                                                        "https://connect-cdn.atl-paas.net; frame-ancestors "
                                                        "https://*.atlassian.net");
        return;
    }
    if (response.headers.get("Content-Security-Policy"))
        return;
    std::vector<std::string> sources;
    for (auto const& rule : hosts)
        for (auto& source : rule.frame_sources())
            sources.push_back(std::move(source));
    set_policy(response, sources.empty() ? "'none'" : fmt::format("{}", fmt::join(sources, " ")));
}

void allow_origin(http::Response& response, std::string_view origin)
{
    response.headers.set("Access-Control-Allow-Origin", origin);
    response.headers.set("Access-Control-Allow-Credentials", "true");
    response.headers.set("Vary", "Origin");
}

void set_frame(http::Response& response, http::Url const& site, Bridge const& bridge)
{
    set_policy(response, site.origin(), bridge);
}

std::string session_cookie(std::string_view id, std::string_view base_path, WeaknessSet weaknesses)
{
    auto const path = base_path.empty() ? "/" : base_path;
    if (weaknesses.has(Weakness::insecure_cookie))
        return fmt::format("{}={}; Path={}", insecure_cookie_name, id, path);
    return fmt::format("{}={}; Path={}; Max-Age={}; Secure; HttpOnly; SameSite=None; Partitioned",
                       session_cookie_name, id, path, session_seconds);
}

std::string cookie_value(http::Request const& request, std::string_view name)
{
    for (auto line : request.headers.all("Cookie")) {
        while (!line.empty()) {
            auto pair = line.substr(0, line.find(';'));
            line.remove_prefix(std::min(pair.size() + 1, line.size()));
            while (pair.starts_with(' '))
                pair.remove_prefix(1);
            if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
                return std::string(pair.substr(name.size() + 1));
        }
    }
    return "";
}

} // namespace postern::sample
