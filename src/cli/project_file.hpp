#pragma once

// The project's postern.toml: which one is used, and how its options reach a command.

#include "cli/command.hpp"
#include "policy/policy.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace postern::cli {

struct ProjectChoice {
    enum class Search { upwards, none };
    std::string file; // --config; empty: search
    Search search = Search::upwards;
};

// Adds --config and --no-config. `choice` must outlive the parsing.
void add_project_options(CLI::App& command, ProjectChoice& choice);

struct ProjectFile {
    // One that was found may come with a checkout of somebody else's: it may not say where requests, tokens
    // or files outside of its folder go (docs/threat-model.md).
    enum class Origin { named, found };
    std::filesystem::path path;
    Origin origin = Origin::named;
    policy::Policy policy;
};

// The file that --config names, or postern.toml in the working folder or above it, up to the folder that
// holds .git; of a found one the owner must be who runs this, or root. Throws UsageError where it cannot be
// used.
[[nodiscard]] std::optional<ProjectFile> load_project(ProjectChoice const& choice,
                                                      Environment const& environment);

// Gives each option of `command` that stands in the file and not on the command line its value. [report]
// holds the options that reports have in common, [scan] the others of `postern scan`; values that are files
// are relative to the file. `out` goes with the formats of the file: it does not count beside --format or
// --plan on the command line, nor `format` beside --plan. Throws UsageError, with the place, for a key that
// is no option, for a value that the option refuses, and for what a found file must not say.
void apply_settings(ProjectFile const& project, CLI::App& command, Environment const& environment);

} // namespace postern::cli
