// Cookies that stand for a user's session cannot be read by scripts or on the way, and reach the app in the
// host's frame.
#include "checks/answer.hpp"
#include "checks/header_answers.hpp"
#include "checks/session_cookie.hpp"
#include "http/local_host.hpp"
#include "http/registrable_domain.hpp"
#include "http/set_cookie.hpp"
#include "http/url.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace postern::checks {
namespace {

using http::SameSite;
using http::SetCookie;
using platform::EndpointKind;

constexpr CheckInfo info{
    .id = "session-cookies",
    .title = "Session cookies are kept from scripts and eavesdroppers",
    .failure_title = "Session cookies can be read by scripts or on the way",
    .topic = "How session cookies are protected",
    .why = "Whoever reads a session cookie is that user until the session ends.",
    .severity = Severity::medium,
    .cwe = 614, // Sensitive Cookie in HTTPS Session Without 'Secure' Attribute
};

constexpr std::chrono::hours lifetime_max{24 * 30};

bool is_loopback(std::string_view host)
{
    return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]";
}

struct Judged {
    std::vector<std::string> broken; // the requirement is not met
    std::vector<std::string> odd;    // it is, but the cookie does not do what it should
};

void judge_frame(SetCookie const& cookie, Judged& judged)
{
    if (cookie.same_site == SameSite::lax || cookie.same_site == SameSite::strict)
        judged.odd.push_back(
            fmt::format("SameSite={} keeps it out of the host's frame", name(cookie.same_site)));
    else if (cookie.same_site != SameSite::none)
        judged.odd.emplace_back("without SameSite=None browsers keep it out of the host's frame");
}

// RFC 6265bis section 5.7, steps 7 to 10. A wide scope breaks no requirement: the hosts below a domain that
// somebody registered are that somebody's.
void judge_domain(SetCookie const& cookie, std::string const& host, Judged& judged)
{
    auto const& domain = cookie.domain;
    if (domain.empty() || domain == host)
        return;
    if (http::is_ip_address(host) || !host.ends_with("." + domain))
        judged.odd.push_back(
            fmt::format("browsers refuse it, because the app is not below Domain={}", quoted(domain)));
    else if (http::is_public_suffix(domain))
        judged.odd.push_back(fmt::format(
            "browsers refuse it, because anybody can have a name below Domain={}", quoted(domain)));
    else
        judged.odd.push_back(fmt::format("Domain={} gives it to every host below", quoted(domain)));
}

Judged judge_session(SetCookie const& cookie, http::Url const& url, TimePoint now)
{
    Judged judged;
    if (!cookie.flags.secure && url.scheme == "http" && is_loopback(url.host))
        judged.odd.emplace_back("no Secure (plain http on this machine)");
    else if (!cookie.flags.secure)
        judged.broken.emplace_back("no Secure");
    if (!cookie.flags.http_only)
        judged.broken.emplace_back("no HttpOnly");
    judge_frame(cookie, judged);
    if (cookie.breaks_prefix())
        judged.odd.emplace_back(
            "browsers refuse it, because its attributes do not keep what its prefix promises");
    judge_domain(cookie, url.host, judged);
    if (auto const lifetime = cookie.lifetime(now); lifetime && *lifetime > lifetime_max)
        judged.odd.push_back(fmt::format("it is kept for {} days",
                                         std::chrono::duration_cast<std::chrono::days>(*lifetime).count()));
    return judged;
}

std::optional<HeaderProblem> judge_cookie(SetCookie const& cookie, HeaderAnswer const& answer,
                                          http::Url const& url, TimePoint now)
{
    if (auto const lifetime = cookie.lifetime(now); lifetime && lifetime->count() <= 0)
        return std::nullopt; // taken back
    auto const sign = session_sign(cookie);
    if (!sign)
        return std::nullopt;
    auto const judged = judge_session(cookie, url, now);
    if (judged.broken.empty() && judged.odd.empty())
        return std::nullopt;
    auto all = judged.broken;
    all.insert(all.end(), judged.odd.begin(), judged.odd.end());
    constexpr std::size_t name_max_bytes = 60;
    auto const cookie_name = cookie.name.substr(0, name_max_bytes);
    return HeaderProblem{.subject = "cookie " + cookie_name,
                         .outcome = judged.broken.empty() ? Outcome::warn : Outcome::fail,
                         .severity = judged.broken.empty() ? Severity::low : Severity::medium,
                         .message =
                             fmt::format("{} and set the cookie {}, a session's by {}: {}", answer.told(),
                                         quoted(cookie_name), *sign, fmt::join(all, "; "))};
}

std::optional<std::vector<HeaderProblem>> judge(HeaderAnswer const& answer, TimePoint now)
{
    auto const url = http::parse_url(answer.exchange->request.url);
    if (!url)
        return std::nullopt;
    std::vector<HeaderProblem> problems;
    for (auto const value : answer.response->headers.all("Set-Cookie"))
        if (auto const cookie = http::parse_set_cookie(value))
            if (auto problem = judge_cookie(*cookie, answer, *url, now))
                problems.push_back(std::move(*problem));
    if (problems.empty() && !is_own_word(answer.response->status))
        return std::nullopt;
    return problems;
}

Verdict evaluate(evidence::AccessAttempts const&, evidence::Evidence const& evidence)
{
    auto const now = evidence.started_at;
    return judge_headers(
        header_answers(evidence), evidence,
        {.kinds = {EndpointKind::page, EndpointKind::action, EndpointKind::asset, EndpointKind::webhook},
         .judge = [now](HeaderAnswer const& answer) { return judge(answer, now); },
         .held = "set no session cookie that could be read by others",
         .broken = "set a session cookie that others can read",
         .not_there = "every answer was a redirect without a cookie"});
}

} // namespace

extern constexpr Check session_cookies = make_check<&evaluate>(info);

} // namespace postern::checks
