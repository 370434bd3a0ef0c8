#pragma once

// Runs the command line in this process, with a clock that stands still and random bytes that repeat.

#include "cli/command.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace postern::support {

struct CommandResult {
    int status = 0;
    std::string out;
    std::string err;
};

class CommandLine {
public:
    [[nodiscard]] CommandResult run(std::vector<std::string> arguments, std::string const& input = "")
    {
        std::istringstream in(input);
        std::ostringstream out;
        std::ostringstream err;
        FixedClock const clock(now);
        SeededRandom random(seed);
        cli::Environment environment{
            .in = in,
            .out = out,
            .err = err,
            .clock = clock,
            .random = random,
            .variable = [this](std::string const& name) -> std::optional<std::string> {
                auto const found = variables.find(name);
                return found == variables.end() ? std::nullopt : std::optional(found->second);
            },
            .working_folder = working_folder,
        };
        auto const status = cli::run(std::move(arguments), environment);
        return {.status = status, .out = out.str(), .err = err.str()};
    }

    TimePoint now{std::chrono::milliseconds(1'764'000'000'000)};
    std::uint64_t seed = 7;
    std::map<std::string, std::string> variables;        // the environment's
    std::optional<std::filesystem::path> working_folder; // nothing: no postern.toml is searched
};

} // namespace postern::support
