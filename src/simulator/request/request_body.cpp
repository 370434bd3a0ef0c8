#include "simulator/request/request_body.hpp"

#include <fmt/format.h>

namespace postern::simulator {

std::expected<nlohmann::json, std::string> parse_body(std::string const& text)
{
    auto body = parse_bounded(text, request_body_limits);
    if (body)
        return *std::move(body);
    switch (body.error().problem) {
    case JsonProblem::too_deep:
        return std::unexpected(fmt::format("The body has more than {} objects and lists inside each other.",
                                           request_body_limits.depth_max));
    case JsonProblem::too_many_values:
        return std::unexpected(
            fmt::format("The body has more than {} values.", request_body_limits.values_max));
    case JsonProblem::no_json:
        break;
    }
    return std::unexpected("The body is no JSON.");
}

} // namespace postern::simulator
