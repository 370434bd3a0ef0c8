#include "cli/project_file.hpp"

#include "cli/text_file.hpp"
#include "policy/policy_toml.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;

// Nothing above the checkout belongs to the project; the search ends at the root in any case.
std::optional<fs::path> found_above(fs::path const& start)
{
    std::error_code ignored;
    for (auto folder = start;; folder = folder.parent_path()) {
        auto const candidate = folder / policy::policy_file_name;
        // A link that leads nowhere is there as well, and opening it says so.
        if (fs::exists(fs::symlink_status(candidate, ignored)))
            return folder == start ? fs::path(policy::policy_file_name) : candidate;
        if (fs::exists(folder / ".git", ignored) || folder == folder.parent_path())
            return std::nullopt;
    }
}

// In a folder such as /tmp anybody can put a file.
void check_owner(fs::path const& file)
{
    struct ::stat status{};
    if (::stat(file.c_str(), &status) != 0)
        throw UsageError{fmt::format("cannot read {}: {}; mend it, name another file with --config, or give "
                                     "--no-config",
                                     file.string(), std::strerror(errno))};
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        throw UsageError{
            fmt::format("{} belongs to somebody else; name it with --config {} if you trust it, or "
                        "leave it aside with --no-config",
                        file.string(), file.string())};
}

} // namespace

void add_project_options(CLI::App& command, ProjectChoice& choice)
{
    command
        .add_option(
            "--config", choice.file,
            "The project's rules, waivers and options (default: postern.toml, in this folder or above)")
        ->type_name("FILE");
    command.add_flag_callback(
        "--no-config", [&choice] { choice.search = ProjectChoice::Search::none; },
        "Look for no postern.toml");
}

std::optional<ProjectFile> load_project(ProjectChoice const& choice, Environment const& environment)
{
    using Search = ProjectChoice::Search;
    if (!choice.file.empty() && choice.search == Search::none)
        throw UsageError{"--config and --no-config exclude each other; give one of them"};
    ProjectFile project{.path = choice.file};
    auto opened = project.path;
    if (choice.file.empty()) {
        if (choice.search == Search::none || !environment.working_folder)
            return std::nullopt;
        auto const found = found_above(*environment.working_folder);
        if (!found)
            return std::nullopt;
        project = {.path = *found, .origin = ProjectFile::Origin::found};
        opened = *environment.working_folder / *found;
        check_owner(opened);
    }
    auto const text = read_text_file(opened, policy::policy_file_max_bytes);
    if (!text)
        throw UsageError{
            fmt::format("{}; name another file with --config, or give --no-config", text.error())};
    auto policy = policy::read_policy(*text, project.path.string());
    if (!policy)
        throw UsageError{policy::in_words(project.path.string(), policy.error())};
    project.policy = *std::move(policy);
    return project;
}

} // namespace postern::cli
