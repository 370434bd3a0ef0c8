#include "report/screen.hpp"

#include "report/broken_word.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ostream>

namespace postern::report {
namespace {

using checks::Outcome;

// Wide enough for the longest word, "NOT APPLICABLE".
constexpr int verdict_columns = 14;

// Select Graphic Rendition, ECMA-48 section 8.3.117. The word itself says the same.
std::string_view colour_of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::fail:
        return "\x1b[1;31m";
    case Outcome::warn:
        return "\x1b[33m";
    case Outcome::inconclusive:
        return "\x1b[35m";
    case Outcome::pass:
        return "\x1b[32m";
    case Outcome::manual:
    case Outcome::not_applicable:
        return "\x1b[36m";
    }
    return "";
}

std::string spaces(int count) { return std::string(static_cast<std::size_t>(std::max(count, 0)), ' '); }

} // namespace

std::string_view verdict_word(Outcome outcome)
{
    switch (outcome) {
    case Outcome::pass:
        return "PASS";
    case Outcome::warn:
        return "WARN";
    case Outcome::fail:
        return "FAIL";
    case Outcome::inconclusive:
        return "INCONCLUSIVE";
    case Outcome::not_applicable:
        return "NOT APPLICABLE";
    case Outcome::manual:
        return "MANUAL";
    }
    return "";
}

Screen::Screen(std::ostream& out, TerminalStyle style) : out_(out), style_(style)
{
    style_.width_columns = std::max(style_.width_columns, terminal_columns_min);
}

void Screen::blank() { out_ << '\n'; }

void Screen::text(int indent, std::string_view text) { lines(indent, {"", 0}, text); }

void Screen::labelled(int indent, std::string_view label, std::string_view text)
{
    auto written = printable(label, style_.characters) + ' ';
    auto const width = columns(written);
    if (2 * (indent + width) > style_.width_columns) // an id from a file may be of any length
        return this->text(indent, fmt::format("{} {}", label, text));
    lines(indent, {std::move(written), width}, text);
}

Screen::Label Screen::word_label(Outcome outcome, int width) const
{
    auto const word = verdict_word(outcome);
    auto const padding = spaces(width - static_cast<int>(word.size()));
    return {style_.colour == Colour::on ? fmt::format("{}{}\x1b[0m{}", colour_of(outcome), word, padding)
                                        : fmt::format("{}{}", word, padding),
            width};
}

void Screen::verdict(int indent, Outcome outcome, std::string_view text)
{
    lines(indent, word_label(outcome, verdict_columns + 2), text);
}

void Screen::finding(int indent, Outcome outcome, std::string_view text)
{
    lines(indent, word_label(outcome, static_cast<int>(verdict_word(outcome).size()) + 1), text);
}

bool Screen::command(int indent, std::vector<std::string> const& words, std::size_t lines_max)
{
    constexpr std::string_view continued = " \\";
    constexpr int continued_columns = 2;
    auto const margin = spaces(indent);
    auto const room = style_.width_columns - indent - continued_columns;
    std::vector<std::string> shown;
    bool open = false; // whether the last line can take a further word
    for (auto const& word : words) {
        if (printable(word, style_.characters) != word)
            return false;
        auto const width = columns(word);
        if (open && columns(shown.back()) - indent + 1 + width <= room) {
            shown.back() += ' ' + word;
            continue;
        }
        auto const front = shown.empty() ? margin : margin + "  ";
        if (!shown.empty())
            shown.back() += continued;
        open = columns(front) - indent + width <= room;
        auto const whole = style_.width_columns - continued_columns;
        auto pieces = open ? std::vector{word} : broken_word(word, whole - columns(front), whole);
        pieces.front().insert(0, front);
        std::ranges::move(pieces, std::back_inserter(shown));
        if (shown.size() > lines_max)
            return false;
    }
    for (auto const& line : shown)
        out_ << line << '\n';
    return true;
}

void Screen::lines(int indent, Label const& label, std::string_view text)
{
    auto const room = std::max(style_.width_columns - indent - label.width, ellipsis_columns_min);
    auto front = spaces(indent) + label.written;
    while (true) {
        auto const end = std::min(text.find('\n'), text.size());
        for (auto const& line :
             wrapped(printable(text.substr(0, end), style_.characters), room, style_.characters)) {
            out_ << front << line << '\n';
            front = spaces(indent + label.width);
        }
        if (end == text.size())
            break;
        text.remove_prefix(end + 1);
    }
}

} // namespace postern::report
