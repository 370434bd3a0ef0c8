#include "simulator/request_body.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::simulator {

std::expected<nlohmann::json, std::string> parse_body(std::string const& text)
{
    using Json = nlohmann::json;
    int deepest = 0;
    auto const measure = [&](int depth, Json::parse_event_t, Json const&) {
        deepest = std::max(deepest, depth);
        return depth <= request_body_max_depth;
    };
    auto body = Json::parse(text, measure, false);
    if (deepest > request_body_max_depth)
        return std::unexpected(fmt::format("The body has more than {} objects and lists inside each other.",
                                           request_body_max_depth));
    if (body.is_discarded())
        return std::unexpected("The body is no JSON.");
    return body;
}

} // namespace postern::simulator
