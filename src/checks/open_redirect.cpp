// A page that redirects to whatever address its parameters name lends the app's good name to anybody. The
// probe asks for a site that does not exist; only an answer that leads to that very site counts.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/input_answers.hpp"
#include "checks/unseen.hpp"
#include "http/html.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

namespace postern::checks {
namespace {

using evidence::InputAttempt;
using evidence::InputAttempts;

constexpr CheckInfo info{
    .id = "open-redirect",
    .title = "Pages redirect to no site that a parameter names",
    .failure_title = "Pages redirect to any site that a parameter names",
    .topic = "Redirects to addresses that a parameter names",
    .why = "A link to the app that leads to an attacker's page is trusted because it begins with the app's "
           "name.",
    .severity = Severity::medium,
    .cwe = 601, // URL Redirection to Untrusted Site
    .weight = Weight::hint,
};

// The address in "0; url=https://…" (a Refresh header, or what stands for one in a page).
std::string_view refresh_address(std::string_view value)
{
    auto const lower = http::lower_case(value);
    auto const at = lower.find("url=");
    if (at == std::string::npos)
        return {};
    auto address = value.substr(at + 4);
    while (!address.empty() && (address.front() == '"' || address.front() == '\'' || address.front() == ' '))
        address.remove_prefix(1);
    return address.substr(0, address.find_first_of("\"' "));
}

// Where the answer leads by itself, and by what.
struct Lead {
    std::string by; // "Location", to stand in a sentence
    std::string address;
};

std::vector<Lead> leads(http::Response const& response)
{
    std::vector<Lead> all;
    if (http::is_redirect(response.status))
        if (auto const location = response.headers.get("Location"))
            all.push_back({"Location", std::string(*location)});
    if (auto const refresh = response.headers.get("Refresh"))
        all.push_back({"Refresh", std::string(refresh_address(*refresh))});
    if (!http::is_html(response))
        return all;
    auto const document = http::parse_html(response.body);
    for (auto const* meta : document.all("meta"))
        if (http::equal_ignoring_case(meta->attribute("http-equiv").value_or(""), "refresh"))
            all.push_back({"<meta http-equiv=refresh>",
                           std::string(refresh_address(meta->attribute("content").value_or("")))});
    return all;
}

// The parameter that chose the site; empty where the answer leads to none that was given.
struct Led {
    std::string parameters;
    Lead lead;
};

std::optional<Led> led_away(InputAttempt const& attempt, http::Exchange const& exchange)
{
    auto const from = http::parse_url(exchange.request.url);
    if (!from)
        return std::nullopt;
    for (auto& lead : leads(*exchange.response())) {
        auto const to = http::resolve(*from, lead.address);
        if (!to)
            continue;
        std::vector<std::string> parameters;
        for (auto const& [parameter, value] : attempt.given)
            if (auto const given = http::parse_url(value); given && given->host == to->host)
                parameters.push_back(parameter);
        if (!parameters.empty())
            return Led{listed(parameters), std::move(lead)};
    }
    return std::nullopt;
}

Verdict evaluate(InputAttempts const& input, evidence::Evidence const& evidence)
{
    auto const answers = input_answers(input, InputAttempt::Kind::redirect_target, evidence);
    std::vector<Finding> findings;
    for (auto const& [attempt, exchange] : answers.answers) {
        auto const led = led_away(*attempt, *exchange);
        if (!led)
            continue;
        findings.push_back(
            {.endpoint = attempt->attempt.endpoint,
             .severity = info.severity,
             .message = fmt::format("The page answered {}, and its {} leads to the made-up site that the "
                                    "request named in {}",
                                    exchange->response()->status, led->lead.by, led->parameters),
             .exchanges = {exchange->id},
             .proof = {fmt::format("{}: {}", led->lead.by, led->lead.address)}});
    }
    auto nothing = nothing_follows(answers, evidence);
    if (!findings.empty()) {
        auto summary = fmt::format("{} of {} redirected to a site that a parameter named", findings.size(),
                                   counted(answers.asked, "page"));
        if (nothing)
            findings.push_back(not_looked_at("Besides, " + nothing->summary));
        return fail(std::move(summary), std::move(findings));
    }
    if (nothing)
        return *std::move(nothing);
    return pass(fmt::format("without a token, none of {} redirected to a site that a parameter named",
                            counted(answers.asked, "page")));
}

} // namespace

extern constexpr Check open_redirect = make_check<&evaluate>(info);

} // namespace postern::checks
