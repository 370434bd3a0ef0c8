#pragma once

#include "evidence/attempt.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::evidence {

// One request without a token whose parameters hold what an attacker would put there, made harmless.
struct InputAttempt {
    enum class Kind {
        markers,        // each value holds a word of its own and the characters " ' < >
        redirect_target // the values are addresses of a site that does not exist
    };
    Kind kind = Kind::markers;
    std::vector<std::pair<std::string, std::string>> given; // parameter and value, as before encoding
    Attempt attempt;
    bool operator==(InputAttempt const&) const = default;
};
[[nodiscard]] std::string_view name(InputAttempt::Kind kind);
[[nodiscard]] std::optional<InputAttempt::Kind> input_kind_from(std::string_view name);

// What pages make of parameters that the host did not choose.
struct InputAttempts {
    std::vector<InputAttempt> attempts;
    bool operator==(InputAttempts const&) const = default;
};

// A value of Kind::markers: `word` in front of the four characters, and again as the name of what would be an
// element, "WORD\"'<WORDx>".
[[nodiscard]] std::string marker_value(std::string_view word);
// The word of a value that marker_value made; empty for any other.
[[nodiscard]] std::string_view word_of_marker(std::string_view value);

} // namespace postern::evidence
