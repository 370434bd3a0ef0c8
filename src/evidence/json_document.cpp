#include "evidence/json_document.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::evidence {
namespace {

using nlohmann::json;

std::unexpected<EvidenceError> refused(std::string message, std::string_view remedy)
{
    return std::unexpected(EvidenceError{.message = std::move(message), .remedy = std::string(remedy)});
}

// What a parser would build is bounded before it builds anything: each value but the first stands behind one
// of [ { , :
std::expected<void, EvidenceError> check_limits(std::string_view text, DocumentKind const& kind)
{
    if (text.size() > kind.bytes_max)
        return refused(fmt::format("{} has more than {} MiB", kind.name, kind.bytes_max / 1024 / 1024),
                       kind.where_too_large);
    std::size_t depth = 0;
    std::size_t values = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char const c = text[at];
        if (in_string) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                in_string = false;
            continue;
        }
        in_string = c == '"';
        if (c == ']' || c == '}')
            depth -= depth > 0 ? 1 : 0;
        if (c != '[' && c != '{' && c != ',' && c != ':')
            continue;
        depth += c == '[' || c == '{' ? 1 : 0;
        if (depth > kind.depth_max)
            return refused(fmt::format("{} is nested more than {} levels deep", kind.name, kind.depth_max),
                           kind.where_another);
        if (++values > kind.values_max)
            return refused(fmt::format("{} has more than {} values", kind.name, kind.values_max),
                           kind.where_too_large);
    }
    return {};
}

} // namespace

std::expected<json, EvidenceError> parse_document(std::string_view text, DocumentKind const& kind)
{
    if (auto const within = check_limits(text, kind); !within)
        return std::unexpected(within.error());
    if (text.empty())
        return refused(fmt::format("{} is empty", kind.name), kind.where_another);
    // Exceptions, since nothing else of the library tells the place.
    try {
        return json::parse(text);
    } catch (json::parse_error const& error) {
        auto const before = text.substr(0, std::min<std::size_t>(error.byte, text.size()));
        return refused(fmt::format("{} is not JSON: line {}, byte {} of the file", kind.name,
                                   1 + std::ranges::count(before, '\n'), error.byte),
                       kind.where_another);
    } catch (json::out_of_range const&) {
        return refused(fmt::format("{} has a number that is out of every range", kind.name),
                       kind.where_another);
    }
}

} // namespace postern::evidence
