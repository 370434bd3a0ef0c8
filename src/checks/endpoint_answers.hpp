#pragma once

// The answers of one endpoint, put in their places whatever the order of the evidence.

#include "checks/answer.hpp"

#include <optional>
#include <vector>

namespace postern::checks {

struct EndpointAnswers {
    platform::Endpoint const* endpoint = nullptr;
    std::vector<Answer> anonymous; // without a token
    std::vector<Answer> forged;    // with a token that is not genuine

    // Places in `anonymous`; nothing where that request was not made.
    std::optional<std::size_t> first;
    std::optional<std::size_t> repeated; // the same request again
    std::optional<std::size_t> other;    // from another context

    [[nodiscard]] Answer const* at(std::optional<std::size_t> place) const
    {
        return place ? &anonymous[*place] : nullptr;
    }
};

// One for every endpoint to which the access probe sends requests, in the order of the descriptor.
[[nodiscard]] std::vector<EndpointAnswers> answers_by_endpoint(evidence::AccessAttempts const& access,
                                                               evidence::Evidence const& evidence);

// "No request … was sent", with the reason where the descriptor is it.
[[nodiscard]] std::string not_asked(std::string_view sentence, platform::Endpoint const& endpoint);

// Whether any answer without a token let content through.
[[nodiscard]] bool open_to_everyone(EndpointAnswers const& answers);

// Whether at none of these endpoints anything was there. Then the scan may not have reached the app at all (a
// wrong base URL), and no refusal follows from it.
[[nodiscard]] bool nothing_is_there(std::vector<EndpointAnswers> const& all);

// Whether `answer`, open, is the page that everyone gets without a token.
[[nodiscard]] bool same_as_without_token(EndpointAnswers const& answers, Answer const& answer);

// Exchange ids in the order in which a scan gives them: e2 before e10.
[[nodiscard]] bool earlier_id(std::string_view a, std::string_view b);

} // namespace postern::checks
