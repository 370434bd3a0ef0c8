#pragma once

// Lines on a terminal of a given width: every text is made printable, wrapped and indented here.

#include "checks/verdict.hpp"
#include "report/text.hpp"

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace postern::report {

enum class Colour { off, on };

// Narrower terminals get lines of this width.
inline constexpr int terminal_columns_min = 40;

struct TerminalStyle {
    Colour colour = Colour::off;
    Characters characters = Characters::utf8;
    int width_columns = 80;
};

// "FAIL", "NOT APPLICABLE": the word of a verdict as a person reads it.
[[nodiscard]] std::string_view verdict_word(checks::Outcome outcome);

class Screen {
public:
    Screen(std::ostream& out, TerminalStyle style);

    void blank();

    // Wrapped text. Line feeds in it begin a new line at the same indent; whatever else cannot be seen is
    // written out.
    void text(int indent, std::string_view text);

    // The same with `label` in front of the first line and the others below the text.
    void labelled(int indent, std::string_view label, std::string_view text);

    // The same with a verdict word as label, in a column of its own; in colour where there is one.
    void verdict(int indent, checks::Outcome outcome, std::string_view text);

    // The same with the text right behind the word.
    void finding(int indent, checks::Outcome outcome, std::string_view text);

    // A shell command broken between its words with "\", and within a word that no line can hold. Says
    // whether it could be shown in full; if a word cannot be shown as it is, or if it would take more than
    // `lines_max` lines, nothing is written.
    [[nodiscard]] bool command(int indent, std::vector<std::string> const& words, std::size_t lines_max);

private:
    // A label as it is to be written, and the columns that it takes.
    struct Label {
        std::string written;
        int width;
    };
    [[nodiscard]] Label word_label(checks::Outcome outcome, int width) const;
    void lines(int indent, Label const& label, std::string_view text);

    std::ostream& out_;
    TerminalStyle style_;
};

} // namespace postern::report
