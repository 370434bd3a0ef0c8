#include "sample/app.hpp"
#include "sample/descriptor.hpp"
#include "sample/form.hpp"
#include "sample/page_weakness.hpp"

#include <fmt/format.h>

namespace postern::sample {

// All refusals for want of a good token look alike: they do not tell an unknown tenant from a wrong
// signature.
http::Response App::refuse(Visit const& visit, Refusal refusal)
{
    ports_.log(fmt::format("refused {}: {}", visit.route.path, describe(refusal)));
    if (auto answer = weak_refusal(visit, refusal))
        return std::move(*answer);

    auto const is_forbidden = refusal == Refusal::not_an_administrator || refusal == Refusal::another_issue;
    auto const status = is_forbidden ? 403 : 401;
    std::string_view const sentence =
        refusal == Refusal::not_an_administrator ? "This page is for administrators."
        : refusal == Refusal::another_issue      ? "This token is for another issue."
                                                 : "This request is not authenticated.";
    auto response =
        is_page(visit.route.kind)
            ? http::make_response(status, "text/html; charset=utf-8", render_refusal(sentence))
            : http::make_response(status, "text/plain; charset=utf-8", std::string(sentence) + "\n");
    if (!is_forbidden)
        response.headers.set("WWW-Authenticate", challenge());
    return response;
}

std::optional<http::Response> App::weak_refusal(Visit const& visit, Refusal refusal)
{
    if (weak(Weakness::stack_trace) && refusal == Refusal::token_unreadable)
        return http::make_response(500, "text/plain; charset=utf-8", render_stack_trace(describe(refusal)));
    if (visit.route.kind != RouteKind::page)
        return std::nullopt;
    if (weak(Weakness::error_but_leaks)) {
        auto route = visit.route;
        route.title = "Error: this request is not authenticated";
        return show(visit, route, visitor(visit));
    }
    if (weak(Weakness::reflected_input))
        return refusal_with_reflection(http::form_decode(visit.url.query));
    if (auto const target = form_value(visit.url.query, "returnUrl");
        weak(Weakness::open_redirect) && http::parse_url(target)) {
        auto response = http::make_response(302, "text/plain; charset=utf-8", "Log in first.\n");
        response.headers.set("Location", http::parse_url(target)->text());
        return response;
    }
    if (weak(Weakness::refusal_leaks)) {
        auto response = show(visit, visit.route, visitor(visit));
        response.status = 401;
        return response;
    }
    if (weak(Weakness::token_in_redirect)) {
        auto const token = find_token(visit.request, visit.url.query, Sources::header_and_query);
        auto const copied = token ? "&token=" + http::percent_encode(*token) : "";
        return to_login(fmt::format("?next={}{}", http::percent_encode(visit.route.path), copied));
    }
    if (weak(Weakness::fake_login_redirect)) {
        auto query = "?page=" + http::percent_encode(visit.route.path);
        for (auto const* const name : {"issueKey", "projectKey", "xdm_e"})
            query += fmt::format("&{}={}", name, http::percent_encode(form_value(visit.url.query, name)));
        return to_login(query);
    }
    if (weak(Weakness::login_redirect))
        return to_login("");
    return std::nullopt;
}

http::Response App::to_login(std::string_view query) const
{
    auto response = http::make_response(302, "text/plain; charset=utf-8", "Log in first.\n");
    response.headers.set("Location", fmt::format("{}/login{}", base_url_text(config_.base_url), query));
    return response;
}

} // namespace postern::sample
