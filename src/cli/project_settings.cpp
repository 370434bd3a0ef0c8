#include "cli/project_file.hpp"
#include "cli/report_output.hpp"
#include "policy/policy_toml.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;
using policy::Setting;

// What a found file may say. Whatever is not here decides where requests, tokens or trust go, and an option
// that is added later is refused until somebody has thought about it.
constexpr std::array<std::string_view, 16> harmless{
    "baseline", "catalogue", "concurrency", "deadline", "enable", "fail-on", "format",  "log-format",
    "no-color", "out",       "plan",        "quiet",    "rate",   "timeout", "verbose", "save-evidence"};
constexpr std::array<std::string_view, 4> of_the_call{"config", "help", "no-config", "version"};

// "base-url" of --base-url, "descriptor" of the positional.
std::string key_of(CLI::Option const& option)
{
    auto const& names = option.get_lnames();
    return names.empty() ? option.get_name(true) : names.front();
}

std::vector<std::string> keys_of(CLI::App const& command)
{
    std::vector<std::string> keys;
    for (auto const* option : command.get_options())
        if (auto const key = key_of(*option); std::ranges::find(of_the_call, key) == of_the_call.end())
            keys.push_back(key);
    return keys;
}

std::vector<std::string> report_keys()
{
    CLI::App alone;
    ReportOutput output;
    add_report_options(alone, output);
    return keys_of(alone);
}

bool contains(auto const& keys, std::string_view key)
{
    return std::ranges::find(keys, key) != std::ranges::end(keys);
}

// The keys that `postern scan` has in a section.
std::vector<std::string> keys_in(std::string const& section, CLI::App const& scan)
{
    auto const common = report_keys();
    if (section == "report")
        return common;
    auto keys = keys_of(scan);
    std::erase_if(keys, [&](std::string const& key) { return contains(common, key); });
    return keys;
}

class Settings {
public:
    Settings(ProjectFile const& project, CLI::App& command, Environment const& environment)
        : project_(project),
          command_(command),
          environment_(environment),
          called_for_(called_for(command))
    {
    }

    void apply(Setting const& setting)
    {
        auto const keys = keys_in(setting.section, *command_.get_parent()->get_subcommand("scan"));
        if (!contains(keys, setting.key))
            refuse(setting, fmt::format("there is no key '{}' in [{}]", setting.key, setting.section),
                   fmt::format("did you mean '{}'?", policy::nearest(setting.key, keys)));
        auto* option = option_for(setting.key);
        if (!option)
            return; // of another command
        if (project_.origin == ProjectFile::Origin::found && !contains(harmless, setting.key))
            refuse(setting,
                   fmt::format("'{}' does not count in a file that was only found: it says where requests, "
                               "tokens or trust go",
                               setting.key),
                   fmt::format("name the file, if it is yours: --config {}", project_.path.string()));
        if (option->count() > 0 || (setting.key == "proxy" && proxy_in_environment()) ||
            is_overruled(setting))
            return;
        give(*option, setting);
    }

private:
    // What the command line says of the result: nothing, which formats it has, or that it is a plan.
    enum class CalledFor { as_usual, formats, plan };

    static CalledFor called_for(CLI::App const& command)
    {
        auto const given = [&](char const* name) {
            auto const* option = command.get_option_no_throw(name);
            return option && option->count() > 0;
        };
        if (given("--plan"))
            return CalledFor::plan;
        return given("--format") ? CalledFor::formats : CalledFor::as_usual;
    }

    // The file's `out` is the place of the file's formats, and a plan is none of them: anything else would
    // replace the report there.
    [[nodiscard]] bool is_overruled(Setting const& setting) const
    {
        return (setting.key == "out" && called_for_ != CalledFor::as_usual) ||
               (setting.key == "format" && called_for_ == CalledFor::plan);
    }

    [[noreturn]] void refuse(Setting const& setting, std::string message, std::string remedy) const
    {
        throw UsageError{policy::in_words(
            project_.path.string(),
            {.place = setting.place, .message = std::move(message), .remedy = std::move(remedy)})};
    }

    CLI::Option* option_for(std::string const& key) const
    {
        auto const options =
            command_.get_options([&](CLI::Option const* option) { return key_of(*option) == key; });
        return options.empty() ? nullptr : options.front();
    }

    [[nodiscard]] bool proxy_in_environment() const
    {
        return std::ranges::any_of(
            std::array{"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"},
            [&](char const* name) { return !environment_.variable(name).value_or("").empty(); });
    }

    void give(CLI::Option& option, Setting const& setting) const
    {
        bool const is_flag = option.get_expected_max() == 0;
        if (is_flag != (setting.value != Setting::Value::text))
            refuse(setting, fmt::format("'{}' has a value of the wrong kind", setting.key),
                   is_flag ? "write true or false" : "write a text or a number");
        if (setting.value == Setting::Value::off)
            return;
        try {
            if (is_flag)
                option.add_result("true");
            for (auto const& text : setting.texts)
                option.add_result(value_of(option, setting, text));
            option.run_callback();
        } catch (CLI::Error const& error) {
            refuse(setting, error.what(), fmt::format("see postern {} --help", command_.get_name()));
        }
    }

    // Files are relative to the project file, and those of a found one stay in its folder: a report that is
    // written elsewhere could replace a file that is run.
    std::string value_of(CLI::Option const& option, Setting const& setting, std::string const& text) const
    {
        bool const local_descriptor = setting.key == "descriptor" && !text.contains("://");
        if ((option.get_type_name() != "FILE" && !local_descriptor) || text == "-" || text.empty())
            return text;
        auto const folder = project_.path.parent_path();
        auto const path = folder / text;
        if (project_.origin == ProjectFile::Origin::found && !stays_inside(folder, path))
            refuse(setting, fmt::format("{} is outside of the folder of the file that was found", text),
                   fmt::format("name the file, if it is yours: --config {}", project_.path.string()));
        return path.string();
    }

    bool stays_inside(fs::path const& folder, fs::path const& path) const
    {
        std::error_code error;
        auto const start = *environment_.working_folder;
        auto const inside = fs::weakly_canonical(start / path, error)
                                .lexically_relative(fs::weakly_canonical(start / folder, error));
        return !error && !inside.empty() && std::ranges::none_of(inside, [](fs::path const& part) {
            return part == ".." || part == ".git";
        });
    }

    ProjectFile const& project_;
    CLI::App& command_;
    Environment const& environment_;
    CalledFor called_for_;
};

} // namespace

void apply_settings(ProjectFile const& project, CLI::App& command, Environment const& environment)
{
    Settings settings(project, command, environment);
    for (auto const& setting : project.policy.settings)
        settings.apply(setting);
}

} // namespace postern::cli
