#pragma once

// Which of the values that a request gave stand in a text. All of them are made up and share nothing with
// each other, so that a match is no accident.

#include "evidence/evidence.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

struct Given {
    enum class Source { token_claim, request }; // a token's claims hold it too, or only the request does
    std::string words;                          // "the value of issue.key", "the tenant's client key"
    std::string value;
    Source source = Source::request;
};

[[nodiscard]] std::vector<Given> given_by(platform::HostContext const& context);

// Whether `value` stands in `lower_case_text` as a word of its own, in any spelling and case.
[[nodiscard]] bool carries(std::string_view lower_case_text, std::string_view value);

// Those of `given` that `lower_case_text` carries, in their order. A value is left out where each of its
// occurrences is a part of a longer one that the text carries (a project's key in the key of its issue).
[[nodiscard]] std::vector<Given> carried_on_their_own(std::string_view lower_case_text,
                                                      std::vector<Given> const& given);

// A signed token in `text` (what looks like the first two parts of a JWT); empty without one.
[[nodiscard]] std::string_view token_in(std::string_view text);

} // namespace postern::checks
