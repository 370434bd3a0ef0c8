#pragma once

// What one attempt says: whether anything of the page's content reached the client. Judged by evidence and
// never by words in the body, so that no page that says "error" counts as refused and no page about errors as
// open.

#include "base/counted.hpp"
#include "evidence/evidence.hpp"
#include "http/likeness.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

// Stands in Answer::carries for the token that the request itself presented.
inline constexpr std::string_view own_token = "the presented token";

enum class AnswerKind {
    open,        // content reached the client, or a 4xx or 5xx that carries more than was asked for
    empty,       // 2xx without a body, a cookie or a token
    refused,     // 4xx, or a redirect that led to a login page
    absent,      // 404, 405, 410, 501: nothing is there, at least not for this method
    unavailable, // 408, 425, 429, another 5xx: says nothing of who may come in
    silent,      // no response
    undecided    // a redirect that was not followed to its end or held a page, or a status that says nothing
};

struct Answer {
    evidence::Attempt const* attempt = nullptr;
    AnswerKind kind = AnswerKind::silent;
    http::Exchange const* exchange = nullptr; // the one that decided; null only where nothing was sent
    std::vector<std::string> carries;         // which of the given values are in it, in words
    std::string observed; // "answered 200 with 512 bytes of text/html", behind the redirect that led there

    [[nodiscard]] http::Response const* response() const { return exchange ? exchange->response() : nullptr; }
};

// To be compared with others; without a response where `answer` is null or silent.
[[nodiscard]] http::Page page_of(Answer const* answer);

// `context` is what the attempt pretended to come from; null where that is not known.
[[nodiscard]] Answer read_answer(evidence::Attempt const& attempt, platform::HostContext const* context);

// What a status other than success or redirect says of itself.
[[nodiscard]] AnswerKind kind_by_status(int status);
// Whether nothing of the page's content reached the client, for certain.
[[nodiscard]] bool kept_out(AnswerKind kind);
// Whether nothing follows from the answer.
[[nodiscard]] bool says_nothing(AnswerKind kind);

// Whether any page got an answer from which something follows for it; of an app without pages, any endpoint.
[[nodiscard]] bool any_page_answered(evidence::AccessAttempts const& access,
                                     evidence::Evidence const& evidence);

// Whether the answer is a redirect within its own site: what comes of it is for the next answer to say, and
// is not known where that is missing.
[[nodiscard]] bool leads_on(http::Exchange const& exchange);

// The ids of an answer's exchanges in their order, up to the one that decided.
[[nodiscard]] std::vector<std::string> proof(Answer const& answer);

[[nodiscard]] std::vector<std::string> cookie_names(http::Response const& response);
// Whether the response is a script, style, image, font or the like by its Content-Type.
[[nodiscard]] bool is_asset(http::Response const& response);

// "a", "a and b", "a, b and c".
[[nodiscard]] std::string listed(std::vector<std::string> const& words);

} // namespace postern::checks
