#include "evidence/input.hpp"

#include <fmt/format.h>

namespace postern::evidence {

std::string_view name(InputAttempt::Kind kind)
{
    return kind == InputAttempt::Kind::markers ? "markers" : "redirect_target";
}

std::optional<InputAttempt::Kind> input_kind_from(std::string_view text)
{
    for (auto const kind : {InputAttempt::Kind::markers, InputAttempt::Kind::redirect_target})
        if (name(kind) == text)
            return kind;
    return std::nullopt;
}

std::string marker_value(std::string_view word) { return fmt::format("{0}\"'<{0}x>", word); }

std::string_view word_of_marker(std::string_view value)
{
    auto const word = value.substr(0, value.find('"'));
    return !word.empty() && value == marker_value(word) ? word : std::string_view();
}

} // namespace postern::evidence
