#include "report/left_out.hpp"

#include "http/curl.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::report {
namespace {

constexpr std::size_t command_lines_max = 8;

// Ids of a saved evidence file may be anything; in a jq string these mean themselves.
bool is_plain(std::string_view id)
{
    return !id.empty() && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
    });
}

} // namespace

void LeftOut::curl(std::string_view exchange, std::vector<std::string> const& words)
{
    shown(words);
    left(Example::curl, ".exchanges[]", exchange, "curl");
}

void LeftOut::explanation(std::string_view finding)
{
    left(Example::something, ".checks[].findings[]", finding, "explanation");
}

void LeftOut::proof(std::string_view finding)
{
    left(Example::something, ".checks[].findings[]", finding, "proof");
}

void LeftOut::repeat(std::string_view finding)
{
    left(Example::something, ".checks[].findings[]", finding, "repeat");
}

void LeftOut::what_to_look_at(std::string_view requirement)
{
    left(Example::something, ".requirements[]", requirement, "what_to_look_at");
}

void LeftOut::findings() { anything_ = true; }

void LeftOut::shown(std::vector<std::string> const& words)
{
    token_needed_ |= std::ranges::any_of(
        words, [](std::string const& word) { return word.contains(http::token_from_file); });
}

void LeftOut::write(Screen& screen, std::optional<std::string> const& json_file) const
{
    if (!anything_ && !token_needed_)
        return;
    screen.blank();
    if (token_needed_)
        screen.text(0, "In a curl line USER_JWT_FILE stands for a file with the user's token.");
    if (!anything_)
        return;
    if (json_file) {
        screen.text(0, fmt::format("The JSON report has what is left out here: {}", *json_file));
    } else {
        screen.text(0, "The JSON report has what is left out here, and is written with");
        screen.text(2, "--format terminal,json --out report.json");
    }
    if (query_.empty())
        return;
    screen.text(0, "One line of it:");
    std::vector<std::string> const words{"jq -r " + http::shell_quoted(query_),
                                         http::shell_quoted(json_file.value_or("report.json"))};
    if (!screen.command(2, words, command_lines_max))
        screen.text(2, fmt::format("jq -r {}", http::shell_quoted(query_)));
}

void LeftOut::left(Example example, std::string_view path, std::string_view id, std::string_view member)
{
    anything_ = true;
    if (example <= example_ || !is_plain(id))
        return;
    example_ = example;
    query_ = fmt::format(R"({}|select(.id=="{}").{})", path, id, member);
}

} // namespace postern::report
