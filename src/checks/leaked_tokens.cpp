// An address is written into histories, logs and Referer headers, and a redirect hands it on. The host puts a
// token into the address of a page, and from there it goes nowhere: not into a redirect, not into the page's
// own links.
#include "base/redact.hpp"
#include "checks/answer.hpp"
#include "checks/carried.hpp"
#include "checks/check.hpp"
#include "checks/endpoint_answers.hpp"
#include "checks/unseen.hpp"
#include "evidence/each_exchange.hpp"
#include "http/html.hpp"
#include "http/redirect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "leaked-tokens",
    .title = "Tokens do not leave through addresses",
    .failure_title = "Tokens leave through addresses",
    .topic = "Whether tokens leave through addresses",
    .why = "Whoever gets the address gets the token with it: another site, a log, a browser's history.",
    .severity = Severity::high,
    .cwe = 598, // Use of GET Request Method With Sensitive Query Strings
};

constexpr std::size_t exchanges_shown_max = 3;
constexpr std::size_t address_shown_max_bytes = 120;

struct Carrier {
    std::string_view tag;
    std::string_view attribute;
    std::string_view words; // "a link to"
};
constexpr std::array carriers{Carrier{"a", "href", "a link to"},
                              Carrier{"area", "href", "a link to"},
                              Carrier{"form", "action", "a form to"},
                              Carrier{"button", "formaction", "a form to"},
                              Carrier{"script", "src", "a script from"},
                              Carrier{"img", "src", "an image from"},
                              Carrier{"iframe", "src", "an iframe from"},
                              Carrier{"link", "href", "a style or the like from"},
                              Carrier{"embed", "src", "an embedding from"},
                              Carrier{"object", "data", "an embedding from"},
                              Carrier{"video", "src", "a video from"},
                              Carrier{"source", "src", "a video from"}};

// The token in an address, as it stands there or percent-encoded; empty without one.
std::string token_of(std::string_view address)
{
    for (auto const& text : {std::string(address), http::form_decode(address)}) {
        if (auto const token = token_in(text); !token.empty())
            return std::string(token);
        if (text.contains(redacted_user_token))
            return std::string(redacted_user_token);
    }
    return {};
}

// Whether it is worth reading a page for its addresses: a token begins so in every spelling of an address.
bool may_hold_token(std::string_view body)
{
    constexpr std::string_view token_start = "eyJ"; // base64url of '{"'
    return body.contains(token_start) || body.contains(redacted_user_token);
}

// Where an address leads, seen from the page that holds it.
struct Way {
    enum class To { same_site, other_site };
    To to = To::other_site;
    std::string host; // in words
};

// Where an address stands, and what it is relative to.
struct Place {
    http::Url const& page;
    http::Url const& base;
};

Way way_to(std::string_view address, Place place, http::Request const& request)
{
    auto const url = http::resolve(place.base, address);
    if (!url)
        return {.host = "another place"};
    if (http::same_site(place.page, *url))
        return {.to = Way::To::same_site, .host = "the same host"};
    // A host that the request named is made up, and another one in the next scan.
    bool const named = http::form_decode(request.url).contains(url->host);
    return {.host = named ? "the host that the request names" : url->host};
}

// The host put the token into this parameter; a redirect to the page's other spelling leaves it there.
bool stays_in_its_place(http::Request const& request, std::string_view location, std::string const& token)
{
    auto const in_place = "jwt=" + token;
    auto const fragment = location.find('#');
    return (request.url.contains(in_place) && location.contains(in_place)) ||
           (fragment != std::string_view::npos && location.substr(fragment).contains(token));
}

std::string shortened(std::string_view address, std::string const& token)
{
    std::string text(address);
    if (auto const at = text.find(token); at != std::string::npos)
        text.replace(at, text.find_first_of("&#\"' ", at) - at, "[token]");
    return text.size() <= address_shown_max_bytes ? text : text.substr(0, address_shown_max_bytes) + "…";
}

// One way out at one endpoint.
struct Leak {
    Outcome outcome = Outcome::fail;
    Severity severity = Severity::high;
    std::string what;                                      // "a redirect to the same host"
    std::vector<std::pair<std::string, std::string>> seen; // exchange, and the line that shows it
};

class Leaks {
public:
    void look_at(std::string const& endpoint, http::Exchange const& exchange)
    {
        auto const* response = exchange.response();
        if (!response)
            return;
        ++answers_;
        // Without its query, which a placeholder may have made unreadable.
        auto const from = http::parse_url(exchange.request.url.substr(0, exchange.request.url.find('?')));
        if (!from)
            return;
        if (http::is_redirect(response->status))
            look_at_location(endpoint, exchange, *from);
        else if (http::is_html(*response) && may_hold_token(response->body))
            look_at_page(endpoint, exchange, *from);
    }

    [[nodiscard]] std::size_t answers() const { return answers_; }

    std::vector<Finding> findings()
    {
        std::vector<Finding> all;
        for (auto& [place, leak] : leaks_)
            all.push_back(finding(place.first, leak));
        return all;
    }

private:
    void look_at_location(std::string const& endpoint, http::Exchange const& exchange, http::Url const& from)
    {
        auto const location = exchange.response()->headers.get("Location").value_or("");
        auto const token = token_of(location);
        if (token.empty())
            return;
        auto const way = way_to(location, {.page = from, .base = from}, exchange.request);
        bool const same = way.to == Way::To::same_site;
        if (same && stays_in_its_place(exchange.request, location, token))
            return;
        add(endpoint, exchange, fmt::format("a redirect to {}", way.host), Outcome::fail,
            same ? Severity::medium : Severity::high,
            fmt::format("Location: {}", shortened(location, token)));
    }

    void look_at_page(std::string const& endpoint, http::Exchange const& exchange, http::Url const& from)
    {
        auto const page = http::parse_html(exchange.response()->body);
        auto const base = http::base_url(page, from);
        for (auto const& [tag, attribute, words] : carriers)
            for (auto const* element : page.all(tag)) {
                auto const address = element->attribute(attribute).value_or("");
                auto const token = token_of(address);
                if (token.empty())
                    continue;
                auto const way = way_to(address, {.page = from, .base = base}, exchange.request);
                bool const same = way.to == Way::To::same_site;
                add(endpoint, exchange, fmt::format("{} {}", words, way.host),
                    same ? Outcome::warn : Outcome::fail, same ? Severity::low : Severity::high,
                    fmt::format("line {}: {} {}=\"{}\"", element->line, tag, attribute,
                                shortened(address, token)));
            }
    }

    void add(std::string const& endpoint, http::Exchange const& exchange, std::string what, Outcome outcome,
             Severity severity, std::string line)
    {
        auto& leak = leaks_[{endpoint, what}];
        leak.outcome = outcome;
        leak.severity = severity;
        leak.what = std::move(what);
        leak.seen.emplace_back(exchange.id, std::move(line));
    }

    static Finding finding(std::string const& endpoint, Leak& leak)
    {
        std::ranges::sort(leak.seen, [](auto const& a, auto const& b) {
            return a.first == b.first ? a.second < b.second : earlier_id(a.first, b.first);
        });
        Finding finding{.endpoint = endpoint,
                        .subject = leak.what,
                        .outcome = leak.outcome,
                        .severity = leak.severity,
                        .message = fmt::format("The address of {} holds a token ({})", leak.what,
                                               counted(leak.seen.size(), "time")),
                        .proof = {leak.seen.front().second}};
        for (auto const& [exchange, line] : leak.seen)
            if (finding.exchanges.size() < exchanges_shown_max &&
                std::ranges::find(finding.exchanges, exchange) == finding.exchanges.end())
                finding.exchanges.push_back(exchange);
        return finding;
    }

    std::size_t answers_ = 0;
    std::map<std::pair<std::string, std::string>, Leak> leaks_; // by endpoint and way out
};

Verdict judge_answers(evidence::Evidence const& evidence)
{
    Leaks leaks;
    evidence::each_exchange(evidence, [&](std::string const& endpoint, http::Exchange const& exchange) {
        leaks.look_at(endpoint, exchange);
    });
    if (leaks.answers() == 0)
        return inconclusive("there was no answer to look into");
    auto findings = leaks.findings();
    if (findings.empty())
        return pass(
            fmt::format("no token in the redirects and addresses of {}", counted(leaks.answers(), "answer")));
    if (std::ranges::any_of(findings, [](Finding const& each) { return each.outcome == Outcome::fail; }))
        return fail("tokens leave through addresses", std::move(findings));
    return warn("pages copy tokens into addresses of their own host", std::move(findings));
}

Verdict evaluate(evidence::Evidence const& evidence)
{
    return unless_unseen(evidence, judge_answers(evidence));
}

} // namespace

extern constexpr Check leaked_tokens = make_check<&evaluate>(info);

} // namespace postern::checks
