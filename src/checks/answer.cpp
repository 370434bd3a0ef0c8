#include "checks/answer.hpp"

#include "checks/carried.hpp"
#include "checks/login_page.hpp"
#include "evidence/endpoint_places.hpp"
#include "http/echo.hpp"
#include "http/html.hpp"
#include "http/presented_token.hpp"
#include "http/redirect.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace postern::checks {
namespace {

using http::Exchange;
using http::Response;

constexpr std::size_t type_shown_max_bytes = 60;
constexpr std::size_t address_shown_max_bytes = 100;
// A redirect holds a sentence with a link for those whose client does not follow it, and no more.
constexpr std::size_t redirect_note_max_bytes = 2048;
constexpr std::size_t refusal_note_max_bytes = 2048; // that names what was asked for

bool is_success(int status) { return status >= 200 && status < 300; }

std::string observe(Response const& response)
{
    if (response.body_bytes == 0 && response.body.empty())
        return fmt::format("answered {} with an empty body", response.status);
    auto const bytes = std::max<std::uint64_t>(response.body_bytes, response.body.size());
    auto const type = http::media_type(response).substr(0, type_shown_max_bytes);
    return fmt::format("answered {} with {} bytes of {}", response.status, bytes,
                       type.empty() ? "an unnamed type" : type);
}

std::string address_of(Exchange const& hop, http::Url const& from)
{
    auto const url = http::parse_url(hop.request.url);
    if (!url)
        return "another address";
    auto const shown = url->origin() == from.origin() ? url->path : url->origin() + url->path;
    return shown.substr(0, address_shown_max_bytes);
}

// "answered 302 to /login, ": how a redirect led to the last hop; empty without one.
std::string way_of(std::span<Exchange const> hops)
{
    auto const* response = hops.front().response();
    auto const from = http::parse_url(hops.front().request.url);
    if (hops.size() < 2 || !response || !from)
        return {};
    auto const between = hops.size() == 2
                             ? std::string()
                             : fmt::format("by way of {} ", counted(hops.size() - 2, "other redirect"));
    return fmt::format("answered {} {}to {}", response->status, between, address_of(hops.back(), *from));
}

// A page that hands out a token hands out more than itself. One in the request is an echo.
bool hands_out_token(Response const& response, std::span<Exchange const> hops)
{
    auto const own = [&](std::string_view token) {
        return std::ranges::any_of(hops, [&](Exchange const& hop) {
            return http::presented_token(hop.request).contains(token) || hop.request.body.contains(token);
        });
    };
    return std::ranges::any_of(response.headers, [&](http::HeaderField const& field) {
        auto const token = token_in(field.value);
        return !token.empty() && !own(token) && !http::equal_ignoring_case(field.name, "Location");
    });
}

// The given values that stand in the response: in its body and its cookies, echoes taken out.
std::vector<std::string> carried_by(Response const& response, std::span<Exchange const> hops,
                                    platform::HostContext const* context)
{
    std::vector<std::string> found;
    auto const presented = http::presented_token(hops.front().request);
    auto const success = is_success(response.status);
    if (success && hands_out_token(response, hops))
        found.emplace_back("a token in a header");
    if (success && !token_in(presented).empty() && response.body.contains(token_in(presented)))
        found.emplace_back(own_token);
    if (!context)
        return found;
    auto text = response.body;
    for (auto const cookie : response.headers.all("Set-Cookie"))
        text.append(1, '\n').append(cookie);
    // A login page names the place to come back to, in a parameter of its own making.
    auto const scope =
        success && !led_to_login(hops) ? http::EchoScope::address : http::EchoScope::address_and_parts;
    auto searched = http::lower_case(text);
    auto given = given_by(*context);
    std::erase_if(given, [&](Given const& each) {
        // An error may name the issuer that it does not know; that is the token's own claim.
        return (!success && !presented.empty() && each.source == Given::Source::token_claim) ||
               !carries(searched, each.value);
    });
    if (!given.empty()) {
        searched = http::lower_case(http::without_echoes(text, hops, scope));
        for (auto const& each : carried_on_their_own(searched, given))
            found.push_back(each.words);
    }
    return found;
}

void judge_success(Response const& response, std::span<Exchange const> hops, Answer& answer)
{
    auto const login = led_to_login(hops);
    auto const empty = response.body.empty() && response.body_bytes == 0;
    if (login && answer.carries.empty()) {
        answer.kind = AnswerKind::refused;
    } else if (empty && answer.carries.empty() && response.headers.all("Set-Cookie").empty()) {
        answer.kind = AnswerKind::empty;
    } else {
        answer.kind = AnswerKind::open;
    }
}

// Whether a redirect on the way already held the content: what sends it and then redirects refuses nothing.
bool leaked_on_the_way(std::span<Exchange const> hops, platform::HostContext const* context, Answer& answer)
{
    for (auto const& hop : hops) {
        auto const* response = hop.response();
        if (!response || !http::is_redirect(response->status))
            continue;
        auto found = carried_by(*response, hops, context);
        if (found.empty())
            continue;
        answer.kind = AnswerKind::open;
        answer.exchange = &hop;
        answer.carries = std::move(found);
        answer.observed = observe(*response);
        return true;
    }
    return false;
}

// The first redirect on the way that held more than a redirect needs. Its page may be the content itself,
// without anything in it that the request gave.
Exchange const* redirect_with_a_page(std::span<Exchange const> hops)
{
    auto const found = std::ranges::find_if(hops, [&](Exchange const& hop) {
        auto const* response = hop.response();
        return response && http::is_redirect(response->status) &&
               response->body_bytes > redirect_note_max_bytes &&
               (response->body_truncated() ||
                http::without_echoes(response->body, hops, http::EchoScope::address_and_parts).size() >
                    redirect_note_max_bytes);
    });
    return found == hops.end() ? nullptr : &*found;
}

// Whether what a refusal carries is one thing that its request named ("you may not see ISSUE-1"): an echo. A
// page under the status of a refusal has more to tell: the issue and the tenant, or what no request said.
bool names_what_was_asked_for(int status, std::span<Exchange const> hops,
                              platform::HostContext const& context, std::vector<std::string> const& carries)
{
    if (status != 401 && status != 403)
        return false;
    auto values = given_by(context);
    std::erase_if(values,
                  [&](Given const& each) { return std::ranges::find(carries, each.words) == carries.end(); });
    auto const longest =
        std::ranges::max_element(values, {}, [](Given const& each) { return each.value.size(); });
    if (longest == values.end())
        return false;
    bool const one_thing = std::ranges::all_of(
        values, [&](Given const& each) { return longest->value.contains(each.value); }); // a project's key
    return one_thing && std::ranges::any_of(hops, [&](Exchange const& hop) {
               return checks::carries(http::lower_case(hop.request.url + '\n' + hop.request.body),
                                      longest->value);
           });
}

void judge_error(Response const& response, std::span<Exchange const> hops,
                 platform::HostContext const* context, Answer& answer)
{
    answer.kind = kind_by_status(response.status);
    if (answer.carries.empty())
        return;
    if (!context || !names_what_was_asked_for(response.status, hops, *context, answer.carries)) {
        answer.kind = AnswerKind::open;
    } else if (response.body.size() > refusal_note_max_bytes) {
        answer.kind = AnswerKind::undecided;
        answer.observed += fmt::format(", more than a refusal needs, with {}", listed(answer.carries));
    }
    if (answer.kind != AnswerKind::open)
        answer.carries.clear();
}

// What the last response says.
void judge_end(Response const& response, std::span<Exchange const> hops, platform::HostContext const* context,
               Answer& answer)
{
    answer.carries = carried_by(response, hops, context);
    if (is_success(response.status))
        judge_success(response, hops, answer);
    else
        judge_error(response, hops, context, answer);
    if (!kept_out(answer.kind))
        return;
    // What was not kept may be the content: a refusal is short.
    if (response.body_truncated()) {
        answer.kind = AnswerKind::undecided;
        answer.observed += fmt::format(", of which only the first {} were kept", response.body.size());
        return;
    }
    auto const* page = redirect_with_a_page(hops);
    if (!page)
        return;
    answer.kind = AnswerKind::undecided;
    answer.exchange = page;
    answer.observed = fmt::format("{}, more than a redirect needs, before it {}", observe(*page->response()),
                                  answer.observed);
}

} // namespace

http::Page page_of(Answer const* answer)
{
    if (!answer)
        return {};
    return {.response = answer->response(), .hops = answer->attempt->hops};
}

Answer read_answer(evidence::Attempt const& attempt, platform::HostContext const* context)
{
    Answer answer{.attempt = &attempt, .observed = "was not sent"};
    std::span<Exchange const> const hops = attempt.hops;
    if (hops.empty() || leaked_on_the_way(hops, context, answer))
        return answer;
    answer.exchange = &hops.back();
    auto const* response = answer.response();
    if (!response) {
        auto const& failure = std::get<http::TransportFailure>(hops.back().outcome);
        auto const way = way_of(hops);
        answer.observed = fmt::format("{}{}got no answer ({})", way, way.empty() ? "" : ", from where it ",
                                      http::in_words(failure.kind));
        return answer;
    }
    answer.observed = observe(*response);
    if (!attempt.stopped.empty() || http::is_redirect(response->status)) {
        answer.kind = AnswerKind::undecided;
        auto const reason = attempt.stopped.empty() ? "no further request was made" : attempt.stopped;
        answer.observed = fmt::format("answered {} after {}, a redirect that was not followed ({})",
                                      response->status, counted(hops.size(), "request"), reason);
        return answer;
    }
    judge_end(*response, hops, context, answer);
    if (auto const way = way_of(hops); !way.empty() && answer.exchange == &hops.back())
        answer.observed = fmt::format("{}, {} {}", way,
                                      answer.kind == AnswerKind::refused && is_success(response->status)
                                          ? "a login page that"
                                          : "which",
                                      answer.observed);
    return answer;
}

AnswerKind kind_by_status(int status)
{
    constexpr std::array nothing_there{404, 405, 410, 501};
    constexpr std::array not_now{408, 425, 429};
    if (std::ranges::find(nothing_there, status) != nothing_there.end())
        return AnswerKind::absent;
    if (std::ranges::find(not_now, status) != not_now.end() || status >= 500)
        return AnswerKind::unavailable;
    return status >= 400 ? AnswerKind::refused : AnswerKind::undecided;
}

bool kept_out(AnswerKind kind)
{
    return kind == AnswerKind::refused || kind == AnswerKind::absent || kind == AnswerKind::empty;
}

bool says_nothing(AnswerKind kind)
{
    return kind == AnswerKind::unavailable || kind == AnswerKind::silent || kind == AnswerKind::undecided;
}

bool any_page_answered(evidence::AccessAttempts const& access, evidence::Evidence const& evidence)
{
    auto const is_page = [](platform::Endpoint const& endpoint) {
        return endpoint.kind == platform::EndpointKind::page ||
               endpoint.kind == platform::EndpointKind::action;
    };
    auto const has_pages = std::ranges::any_of(evidence.endpoints, is_page);
    evidence::EndpointPlaces const places(evidence.endpoints);
    return std::ranges::any_of(access.attempts, [&](evidence::Attempt const& attempt) {
        auto const* endpoint = places.find(attempt.endpoint);
        if (has_pages && (!endpoint || !is_page(*endpoint)))
            return false;
        auto const* response = attempt.hops.empty() ? nullptr : attempt.hops.back().response();
        return response && !http::is_redirect(response->status) &&
               kind_by_status(response->status) != AnswerKind::unavailable;
    });
}

bool leads_on(http::Exchange const& exchange)
{
    auto const* response = exchange.response();
    if (!response || !http::is_redirect(response->status))
        return false;
    auto const location = response->headers.get("Location");
    auto const from = http::parse_url(exchange.request.url);
    if (!location || !from)
        return false;
    auto const to = http::resolve(*from, *location);
    return to && http::same_site(*from, *to);
}

std::vector<std::string> proof(Answer const& answer)
{
    std::vector<std::string> ids;
    if (!answer.exchange)
        return ids;
    for (auto const& hop : answer.attempt->hops) {
        ids.push_back(hop.id);
        if (&hop == answer.exchange)
            break;
    }
    return ids;
}

std::vector<std::string> cookie_names(http::Response const& response)
{
    constexpr std::size_t name_shown_max_bytes = 60;
    std::vector<std::string> names;
    for (auto const cookie : response.headers.all("Set-Cookie"))
        names.emplace_back(cookie.substr(0, std::min(cookie.find('='), name_shown_max_bytes)));
    std::ranges::sort(names);
    auto const repeated = std::ranges::unique(names);
    names.erase(repeated.begin(), repeated.end());
    return names;
}

bool is_asset(http::Response const& response)
{
    constexpr std::array<std::string_view, 6> types{"text/css",
                                                    "text/javascript",
                                                    "application/javascript",
                                                    "application/x-javascript",
                                                    "application/wasm",
                                                    "application/vnd.ms-fontobject"};
    constexpr std::array<std::string_view, 5> families{"image/", "font/", "audio/", "video/",
                                                       "application/font-"};
    auto const type = http::media_type(response);
    return std::ranges::find(types, type) != types.end() ||
           std::ranges::any_of(families, [&](std::string_view family) { return type.starts_with(family); });
}

std::string listed(std::vector<std::string> const& words)
{
    std::string list;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0)
            list += i + 1 == words.size() ? " and " : ", ";
        list += words[i];
    }
    return list;
}

} // namespace postern::checks
