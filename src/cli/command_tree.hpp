#pragma once

// The commands and options of the program as plain values, for what is made from them: completion and manual.

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace postern::cli {

struct OptionFacts {
    std::vector<std::string> names; // "-q", "--quiet"; one name without dashes for a positional
    std::string value;              // what stands for its value: "FILE"; empty where it takes none
    std::string help;
    std::vector<std::string> words; // the only values that it takes; empty: any
};

struct CommandFacts {
    std::string name;
    std::string help;
    std::string footer; // examples and remarks, lines broken by hand
    std::vector<OptionFacts> options;
    std::vector<OptionFacts> positionals;
    std::vector<CommandFacts> commands; // below it
};

// `app` may be parsed or not. Commands without a description are hidden: left out.
[[nodiscard]] CommandFacts command_facts(CLI::App const& app);

} // namespace postern::cli
