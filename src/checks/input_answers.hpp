#pragma once

// The answers to requests whose parameters hold what the host did not put there.

#include "checks/verdict.hpp"
#include "evidence/evidence.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace postern::checks {

struct InputAnswer {
    evidence::InputAttempt const* attempt = nullptr;
    http::Exchange const* exchange = nullptr; // with a response of the app: the last, or the redirect itself
};

struct InputAnswers {
    std::vector<InputAnswer> answers;
    std::size_t asked = 0;
    std::size_t silent = 0; // without an answer, or with one that only says "not now"
    std::size_t absent = 0; // where nothing was, of `answers`
};

[[nodiscard]] InputAnswers input_answers(evidence::InputAttempts const& input,
                                         evidence::InputAttempt::Kind kind,
                                         evidence::Evidence const& evidence);

// The verdict where no answer is a finding, but no pass follows either.
[[nodiscard]] std::optional<Verdict> nothing_follows(InputAnswers const& answers,
                                                     evidence::Evidence const& evidence);

} // namespace postern::checks
