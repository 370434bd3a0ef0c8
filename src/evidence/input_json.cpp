#include "evidence/json_parts.hpp"

#include <utility>

namespace postern::evidence {
namespace {

Json input_attempt(InputAttempt const& attempt)
{
    auto given = Json::array();
    for (auto const& [parameter, value] : attempt.given)
        given.push_back(Json::array({bytes_to_json(parameter), bytes_to_json(value)}));
    return {{"kind", name(attempt.kind)},
            {"given", std::move(given)},
            {"attempt", attempt_json(attempt.attempt)}};
}

} // namespace

void write_input(Writer& writer, InputAttempts const& input)
{
    writer.part("input", Json::object(), input.attempts, input_attempt);
}

InputAttempts read_input(Node const& node, Known& known)
{
    InputAttempts input;
    for (auto const& attempt : node.member("attempts").items()) {
        auto& read = input.attempts.emplace_back();
        read.kind = attempt.member("kind").word(input_kind_from);
        for (auto const& given : attempt.member("given").items()) {
            auto [parameter, value] = given.pair();
            read.given.emplace_back(std::move(parameter), std::move(value));
        }
        read.attempt = known.attempt(attempt.member("attempt"));
    }
    return input;
}

} // namespace postern::evidence
