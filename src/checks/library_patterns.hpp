#pragma once

// Regular expressions that find a library's version in text from outside. RE2: its time grows only linearly
// with the text, whatever expression and text are (ADR 7).

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class FilteredRE2;
}

namespace postern::checks {

// Of one expression in one text: a bundle holds a library once or twice.
inline constexpr std::size_t matches_max = 16;

class LibraryPatterns {
public:
    LibraryPatterns();
    ~LibraryPatterns();
    LibraryPatterns(LibraryPatterns&&) noexcept;
    LibraryPatterns& operator=(LibraryPatterns&&) noexcept;

    // An expression of retire.js: JavaScript's syntax, §§version§§ for a version. The version is what
    // `version` makes of its groups: "$1.$2". What RE2 does not know is read more loosely: a reference to a
    // group as any one character, a look behind as nothing, a count beyond a thousand as any. False where it
    // cannot be read at all.
    bool add(std::size_t library, std::string_view expression, std::string_view version = "$1");
    // After the last add, before the first find.
    void compile();

    struct Match {
        std::size_t library;
        std::string version;
    };
    // In the order in which the expressions were added; a match may come more than once.
    [[nodiscard]] std::vector<Match> find(std::string_view text) const;

private:
    struct Pattern {
        std::size_t library;
        std::string version;
    };
    std::unique_ptr<re2::FilteredRE2> expressions_;
    std::vector<Pattern> patterns_;  // as in expressions_
    std::vector<std::string> atoms_; // lower case; texts that hold none of an expression's cannot match it
};

} // namespace postern::checks
