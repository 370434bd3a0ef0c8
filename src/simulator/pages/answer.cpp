#include "simulator/pages/answer.hpp"

#include "http/csp.hpp"
#include "http/headers.hpp"
#include "http/redirect.hpp"
#include "jwt/token.hpp"
#include "net/response_head.hpp"
#include "simulator/bridge_address.hpp"
#include "simulator/refusal.hpp"
#include "simulator/unix_time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

std::string ago(std::int64_t seconds_ago)
{
    if (seconds_ago < 120)
        return fmt::format("{} s", seconds_ago);
    return fmt::format("{} min", seconds_ago / 60);
}

std::optional<std::string> token_of(std::string_view url)
{
    auto const question = url.find('?');
    if (question == std::string_view::npos)
        return std::nullopt;
    auto query = url.substr(question + 1);
    while (!query.empty()) {
        auto const end = query.find('&');
        auto const parameter = query.substr(0, end);
        if (parameter.starts_with("jwt="))
            return http::form_decode(parameter.substr(4));
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    }
    return std::nullopt;
}

struct Explanation {
    std::vector<std::string> why;
    std::vector<std::string> fix;
};

struct Observed {
    std::string url;
    std::optional<int> status;
    std::string failure;
    std::optional<std::int64_t> expired_for; // seconds; none: not expired, or no token
    enum class Bridge { none, public_address, elsewhere } bridge = Bridge::none;
    http::Headers headers;
};

Observed::Bridge bridge_in(std::string_view body)
{
    if (body.contains(fmt::format("{}/all", bridge_host)))
        return Observed::Bridge::public_address;
    return names_bridge(body) ? Observed::Bridge::elsewhere : Observed::Bridge::none;
}

// An expired token is refused with 400 and 404 as well; without one they say something else.
bool refuses(Observed const& seen)
{
    return seen.status == 401 || seen.status == 403 ||
           (seen.expired_for && seen.status && is_refusal(*seen.status));
}

void explain_refusal(Observed const& seen, Explanation& out)
{
    if (!refuses(seen))
        return;
    if (!seen.expired_for) {
        out.why.push_back(
            fmt::format("The app answered {} although the token has not expired.", *seen.status));
        out.fix.push_back(
            "Look at the app's log: it may not know this tenant (install it again), compare the query hash "
            "with another address than the host used, or keep this page from this user.");
        return;
    }
    out.why.push_back(
        fmt::format("The token in the frame's address expired {} ago: it was made when the page was opened, "
                    "and it lives for 15 minutes. The app refused it with {}, as it must.",
                    ago(*seen.expired_for), *seen.status));
    if (seen.bridge != Observed::Bridge::none) {
        out.why.push_back(
            "The answer is a page that loads the bridge, with which it can ask for a fresh token; but "
            "it has not asked for one.");
        out.fix.push_back("Have a script of that page call AP.context.getToken, and go on with the token "
                          "(docs/guides/expired-panel.md).");
        out.fix.push_back(
            "If one does, look into the browser's console: the script may be blocked by the page's "
            "own policy, or may not be reachable.");
        return;
    }
    out.why.push_back(
        "The answer has no script of the bridge, so nothing in the frame can ask for a fresh token, and the "
        "user is left with this.");
    out.fix.push_back(
        "Answer an authentic but expired token with 401 and a small page that loads all.js, asks for a fresh "
        "token with AP.context.getToken, and goes on with it (docs/guides/expired-panel.md).");
    out.fix.push_back(
        "Or serve a page without data, the same for everyone, and fetch all data with AP.context.getToken.");
    out.fix.push_back("Refresh mode \"resolver\" shows what a host does that renews the address itself.");
}

// A frame-ancestors makes browsers pass X-Frame-Options over (HTML, section 7.6.1).
void explain_framing(Observed const& seen, std::string_view host_origin, Explanation& out)
{
    auto const self = http::parse_url(seen.url);
    if (!seen.status || *seen.status >= 400 || !self)
        return;
    auto const policies = http::csp_of(seen.headers);
    auto const lets = [&](http::CspPolicy const& policy) {
        return http::csp_lets_frame(policy, host_origin, *self);
    };
    if (!std::ranges::all_of(policies, lets)) {
        out.why.push_back(fmt::format("The answer's Content-Security-Policy does not name {} in "
                                      "frame-ancestors: the browser refuses to show the page here.",
                                      host_origin));
        out.fix.push_back(fmt::format("In development, add {} to frame-ancestors.", host_origin));
    }
    auto const names_ancestors = [](auto const& policy) { return policy.find("frame-ancestors") != nullptr; };
    if (auto const options = seen.headers.get("X-Frame-Options");
        options && !std::ranges::any_of(policies, names_ancestors)) {
        out.why.push_back(fmt::format(
            "The answer carries X-Frame-Options: {}; a browser then refuses to show it in a frame.",
            *options));
        out.fix.push_back("Leave X-Frame-Options out and say frame-ancestors in a Content-Security-Policy.");
    }
}

void explain_bridge(Observed const& seen, std::string_view host_origin, Explanation& out)
{
    if (!seen.status || *seen.status >= 400)
        return;
    if (http::is_redirect(*seen.status)) {
        out.why.push_back("The app redirects. Where to, the bridge works only on the app's own origin.");
        return;
    }
    if (seen.bridge == Observed::Bridge::none) {
        out.why.push_back("The page loads no all.js, so the host hears nothing from it. That is right for a "
                          "page that needs no bridge.");
        return;
    }
    if (seen.bridge == Observed::Bridge::elsewhere) {
        out.why.push_back("The page names the bridge's script and yet said nothing.");
        out.fix.push_back(
            "Look into the browser's console: the script may be blocked by the page's own policy, or "
            "fail.");
        return;
    }
    out.why.push_back(
        fmt::format("The page takes the bridge from {}, and said nothing: without internet, this "
                    "browser has not got it.",
                    bridge_host));
    out.fix.push_back("Start the simulator with --open: the browser that it opens finds the bridge here.");
    out.fix.push_back(
        fmt::format("In another browser, have the app load {}/atlassian-connect/all.js in development "
                    "(atlassian-connect-express: AC_HOST_SCRIPT_URL).",
                    host_origin));
}

Explanation explain(Observed const& seen, std::string_view host_origin)
{
    Explanation out;
    if (!seen.status) {
        out.why.push_back("The app did not answer: " + seen.failure + ".");
        out.fix.push_back("Start the app, and look whether it still listens on its base URL.");
        return out;
    }
    explain_refusal(seen, out);
    explain_framing(seen, host_origin, out);
    explain_bridge(seen, host_origin, out);
    if (*seen.status >= 400 && !refuses(seen)) {
        out.why.push_back(fmt::format("The app answered {}.", *seen.status));
        out.fix.push_back(*seen.status == 404 ? "Serve the path that the descriptor names for this module."
                                              : "Look at the app's log.");
    }
    return out;
}

Json token_json(std::optional<std::string> const& compact, TimePoint now, Observed& seen)
{
    auto const token = compact ? jwt::parse(*compact) : std::unexpected(jwt::Failure{});
    if (!token)
        return {};
    auto const at = [](std::optional<jwt::NumericDate> date) {
        return date ? Json(date->time_since_epoch().count()) : Json();
    };
    auto const expires = token->claims.expires_at;
    if (expires && unix_seconds(now) >= expires->time_since_epoch().count())
        seen.expired_for = unix_seconds(now) - expires->time_since_epoch().count();
    return {{"header", Json::parse(token->header, nullptr, false)},
            {"claims", Json::parse(token->payload, nullptr, false)},
            {"issuedAt", at(token->claims.issued_at)},
            {"expiresAt", at(expires)},
            {"expiredForSeconds", seen.expired_for ? Json(*seen.expired_for) : Json()}};
}

} // namespace

std::optional<std::size_t> bridge_script_at(std::string_view text)
{
    auto const at = std::min(text.find("/all.js"), text.find("/all-debug.js"));
    return at == std::string_view::npos ? std::nullopt : std::optional(at);
}

bool names_bridge(std::string_view body) { return bridge_script_at(body).has_value(); }

boost::asio::awaitable<Json> explain_answer(net::Send send, std::string host_origin, std::string url,
                                            TimePoint now)
{
    Observed seen{.url = url};
    Json json{{"status", Json()},
              {"statusText", ""},
              {"headers", Json::array()},
              {"body", ""},
              {"failure", Json()}};
    json["token"] = token_json(token_of(url), now, seen);
    http::Request request{
        .method = "GET", .url = std::move(url), .headers = {{"Accept", "text/html,*/*;q=0.8"}}};
    auto sending = send(std::move(request), std::chrono::steady_clock::now() + answer_timeout);
    auto const outcome = co_await std::move(sending);
    if (auto const* response = std::get_if<http::Response>(&outcome)) {
        seen.status = response->status;
        seen.headers = response->headers;
        seen.bridge = bridge_in(response->body);
        json["status"] = response->status;
        json["statusText"] = net::reason_phrase(response->status);
        json["body"] = response->body.substr(0, answer_body_max_bytes);
        for (auto const& field : response->headers)
            json["headers"].push_back({field.name, field.value});
    } else {
        seen.failure = std::get<http::TransportFailure>(outcome).message;
        json["failure"] = seen.failure;
    }
    auto const explanation = explain(seen, host_origin);
    json["refused"] = refuses(seen);
    json["why"] = explanation.why;
    json["fix"] = explanation.fix;
    json["guide"] = "docs/guides/expired-panel.md";
    co_return json;
}

} // namespace postern::simulator
