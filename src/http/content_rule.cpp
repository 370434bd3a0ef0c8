#include "http/content_rule.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace postern::http {
namespace {

constexpr std::string_view white_space = " \t\r\n\xef\xbb\xbf"; // the last three: a byte order mark

std::size_t text_begin(std::string_view text)
{
    return std::min(text.find_first_not_of(white_space), text.size());
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_frame(std::string_view line, std::vector<std::string> const& holds)
{
    return std::ranges::any_of(holds, [&](std::string const& held) {
        auto const at = line.find(held);
        auto const behind = at == std::string_view::npos ? at : at + held.size();
        return behind < line.size() && is_digit(line[behind]);
    });
}

// Where the first frame begins, if there are enough. Each byte is looked at once for each of `holds`: a line
// ends at the next beginning of one.
std::optional<std::size_t> find_frames(std::string_view text, FrameLines const& frames)
{
    std::size_t count = 0;
    std::size_t first = 0;
    auto at = text.find(frames.begins);
    while (at != std::string_view::npos) {
        auto const behind = at + frames.begins.size();
        auto const next = text.find(frames.begins, behind);
        auto const rest = text.substr(behind, next == std::string_view::npos ? next : next - behind);
        if (is_frame(rest.substr(0, rest.find_first_of("\n<")), frames.holds)) {
            first = count == 0 ? at : first;
            if (++count == frames.count_min)
                return first;
        }
        at = next;
    }
    return std::nullopt;
}

// "NAME=value", "export NAME=value".
bool is_variable(std::string_view line)
{
    constexpr std::string_view exported = "export ";
    if (line.starts_with(exported))
        line.remove_prefix(exported.size());
    auto const equals = line.find('=');
    if (equals == std::string_view::npos || equals < 2)
        return false;
    return std::ranges::all_of(line.substr(0, equals), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '.';
    });
}

std::optional<std::size_t> find_variables(std::string_view text, std::size_t lines_min)
{
    std::size_t count = 0;
    std::size_t first = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        if (is_variable(text.substr(at, end - at))) {
            first = count == 0 ? at : first;
            if (++count == lines_min)
                return first;
        }
        at = end + 1;
    }
    return std::nullopt;
}

// The earlier of two places; `part` says that there is none where the rule's part does not hold.
bool take(std::optional<std::size_t> part, std::optional<std::size_t>& place)
{
    if (part)
        place = place ? std::min(*place, *part) : *part;
    return part.has_value();
}

std::optional<std::size_t> found(std::string_view text, std::string_view wanted)
{
    auto const at = text.find(wanted);
    return at == std::string_view::npos ? std::nullopt : std::optional(at);
}

std::optional<std::size_t> first_found(std::string_view text, std::vector<std::string> const& wanted)
{
    std::optional<std::size_t> place;
    for (auto const& each : wanted)
        take(found(text, each), place);
    return place;
}

} // namespace

ContentRule read_content_rule(nlohmann::json const& node)
{
    using Texts = std::vector<std::string>;
    ContentRule rule{.starts = node.value("starts", Texts()),
                     .all = node.value("all", Texts()),
                     .any = node.value("any", Texts()),
                     .none = node.value("none", Texts()),
                     .variable_lines_min = node.value("variable_lines_min", std::size_t{0})};
    if (auto const frames = node.find("frames"); frames != node.end()) {
        rule.frames = {.begins = frames->at("begins"),
                       .holds = frames->at("holds"),
                       .count_min = frames->at("count_min")};
        if (rule.frames.begins.empty() || rule.frames.holds.empty() || rule.frames.count_min == 0)
            throw std::invalid_argument("\"frames\" says nothing");
    }
    if (rule.starts.empty() && rule.all.empty() && rule.any.empty() && rule.frames.count_min == 0 &&
        rule.variable_lines_min == 0)
        throw std::invalid_argument("the rule would match everything");
    return rule;
}

std::optional<std::size_t> find_content(std::string_view text, ContentRule const& rule)
{
    auto const begin = text_begin(text);
    std::optional<std::size_t> place;
    if (!rule.starts.empty()) {
        auto const rest = text.substr(begin);
        if (std::ranges::none_of(rule.starts, [&](auto const& start) { return rest.starts_with(start); }))
            return std::nullopt;
        place = begin;
    }
    for (auto const& wanted : rule.all)
        if (!take(found(text, wanted), place))
            return std::nullopt;
    if (!rule.any.empty() && !take(first_found(text, rule.any), place))
        return std::nullopt;
    if (rule.frames.count_min > 0 && !take(find_frames(text, rule.frames), place))
        return std::nullopt;
    if (rule.variable_lines_min > 0 && !take(find_variables(text, rule.variable_lines_min), place))
        return std::nullopt;
    if (first_found(text, rule.none))
        return std::nullopt;
    return place;
}

} // namespace postern::http
