#pragma once

#include "cli/command_tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::cli {

// What may stand at the end of a command line.
struct Completions {
    struct Word {
        std::string word;
        std::string help;
        bool operator==(Word const&) const = default;
    };
    enum class Files { no, yes };
    std::vector<Word> words;
    Files files = Files::no; // the names of files too
};

// `line` is what was typed behind the program's name, word by word; the last one is not finished and may be
// empty. Never fails: what cannot be understood has no completions.
[[nodiscard]] Completions complete(CommandFacts const& program, std::vector<std::string> const& line);

enum class Shell { bash, zsh, fish };

// The script that a shell is to read. It asks `postern complete` each time, so that it need not be made again
// for a later version.
[[nodiscard]] std::string_view completion_script(Shell shell);

} // namespace postern::cli
