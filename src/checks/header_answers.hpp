#pragma once

// What checks of headers and cookies have in common: they look at every answer that the app itself gave,
// refusals and errors included, and tell each problem once an endpoint.

#include "checks/check.hpp"

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

// One answer to one request to the endpoint, without a redirect to another host's answer.
struct HeaderAnswer {
    platform::Endpoint const* endpoint = nullptr;
    http::Exchange const* exchange = nullptr;
    http::Response const* response = nullptr;

    // 2xx: what users may see. What holds of a refusal need not hold of the page behind it.
    [[nodiscard]] bool success() const { return response->status >= 200 && response->status < 300; }
    // "GET answered 401": to begin a message with.
    [[nodiscard]] std::string told() const;
};

// `subject` names the problem and is the same from scan to scan: an endpoint has one finding for each.
struct HeaderProblem {
    std::string subject;
    Outcome outcome = Outcome::warn;
    Severity severity = Severity::low;
    std::string message;
};

struct HeaderRule {
    std::initializer_list<platform::EndpointKind> kinds; // of the endpoints that it is about
    // The problems of one answer; nothing where the answer is none of the rule's business.
    std::function<std::optional<std::vector<HeaderProblem>>(HeaderAnswer const&)> judge;
    std::string_view held;      // "forbid caches to keep them": what the answers do where all is well
    std::string_view broken;    // "may be kept by caches": what those do where it is not
    std::string_view not_there; // why nothing was judged though something answered
};

[[nodiscard]] Verdict judge_headers(std::vector<HeaderAnswer> const& answers,
                                    evidence::Evidence const& evidence, HeaderRule const& rule);

// Of the access and the admin probe, in whatever order; redirects too.
[[nodiscard]] std::vector<HeaderAnswer> header_answers(evidence::Evidence const& evidence);

[[nodiscard]] std::vector<HeaderAnswer> header_answers(std::vector<evidence::Attempt> const& attempts,
                                                       evidence::Evidence const& evidence);

// Whether the status is the app's own word on the request: success, a refusal, an error. Not a redirect, and
// not what a proxy or a limit in front of the app says (408, 425, 429, 502, 503, 504).
[[nodiscard]] bool is_own_word(int status);

// Of what the target wrote: as much as a message may hold, in quotes.
[[nodiscard]] std::string quoted(std::string_view value);

} // namespace postern::checks
