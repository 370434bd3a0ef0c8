#include "base/edit_distance.hpp"
#include "cli/command.hpp"
#include "cli/help_format.hpp"
#include "cli/log.hpp"
#include "cli/version.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <memory>
#include <ostream>

namespace postern::cli {
namespace {

// CLI11 takes a mistyped command for a missing one.
void check_command(CLI::App const& app, std::vector<std::string> const& arguments)
{
    if (arguments.empty() || arguments.front().starts_with('-'))
        return;
    auto const commands = app.get_subcommands([](CLI::App const*) { return true; });
    if (std::ranges::any_of(
            commands, [&](CLI::App const* command) { return command->get_name() == arguments.front(); }))
        return;
    constexpr std::size_t tried_max_bytes = 64; // of what a person may have meant
    auto const tried = arguments.front().substr(0, tried_max_bytes);
    auto const nearest = std::ranges::min_element(
        commands, {}, [&](CLI::App const* command) { return edit_distance(tried, command->get_name()); });
    throw UsageError{fmt::format("there is no command '{}'; did you mean {}? --help lists them all", tried,
                                 (*nearest)->get_name())};
}

CLI::App const& called_command(CLI::App const& app)
{
    auto const called = app.get_subcommands();
    return called.empty() ? app : called_command(*called.front());
}

std::string unknown_option(CLI::App const& app, std::string const& written)
{
    std::string meant;
    auto least = std::numeric_limits<std::size_t>::max();
    for (auto const* option : called_command(app).get_options())
        for (auto const& long_name : option->get_lnames())
            if (auto const name = "--" + long_name; is_near(written, name))
                if (auto const distance = edit_distance(written, name); distance < least) {
                    meant = name;
                    least = distance;
                }
    auto const question = meant.empty() ? "" : fmt::format("did you mean {}? ", meant);
    return fmt::format("there is no option {}; {}--help lists them all", written, question);
}

// CLI11 asks for what is missing before it says what it does not know, and repeats the value of what it does
// not know, which may be a secret.
void check_options(CLI::App const& app, CLI::ParseError const& error)
{
    auto const code = error.get_exit_code();
    if (code != static_cast<int>(CLI::ExitCodes::RequiredError) &&
        code != static_cast<int>(CLI::ExitCodes::ExtrasError))
        return;
    for (auto const& word : app.remaining(true))
        if (word.starts_with('-'))
            throw UsageError{unknown_option(app, word.substr(0, word.find('=')))};
}

// As far as a call says how its mistakes are to be told. The options are read later, and may be mistaken.
LogStyle::Format log_format_of(std::vector<std::string> const& arguments)
{
    auto const json = [](std::string const& word, std::string const& next) {
        return word == "--log-format=json" || (word == "--log-format" && next == "json");
    };
    for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i)
        if (json(arguments[i], i + 1 < arguments.size() ? arguments[i + 1] : ""))
            return LogStyle::Format::json;
    return LogStyle::Format::text;
}

// The exit status, once what was written is out. That something was lost goes before what it said.
int delivered(int status, Environment& environment)
{
    environment.out.flush();
    if (status == exit_internal || environment.out)
        return status;
    log_problem(environment, "cannot write to standard output; see what takes it");
    return exit_internal;
}

// Help and version are answers, the rest are mistakes.
int answer(CLI::App const& app, CLI::ParseError const& error, Environment& environment)
{
    bool const mistake = error.get_exit_code() != 0;
    if (mistake && environment.log.format == LogStyle::Format::json) {
        log_problem(environment, fmt::format("{}; run with --help for more", error.what()));
        return exit_usage;
    }
    app.exit(error, environment.out, environment.err);
    return mistake ? exit_usage : delivered(exit_ok, environment);
}

} // namespace

int run(std::vector<std::string> arguments, Environment& environment)
try {
    CLI::App app{"Tests the trust boundary of apps that are embedded in somebody else's page.", "postern"};
    app.set_version_flag("--version", version_text, "Print the version and what it was built with, and exit");
    environment.log.format = log_format_of(arguments);
    app.require_subcommand(1);
    app.formatter(std::make_shared<HelpFormat>()); // before the subcommands, which take it over
    Chosen chosen;
    add_scan(app, chosen);
    add_evaluate(app, chosen);
    add_waive(app, chosen);
    add_explain(app, chosen);
    add_diff(app, chosen);
    add_vex(app, chosen);
    add_requirements(app, chosen);
    add_token(app, chosen);
    add_simulator(app, chosen);
    add_sample(app, chosen);
    add_shell_help(app, chosen);

    check_command(app, arguments);
    std::ranges::reverse(arguments); // CLI11 takes them from the back
    try {
        app.parse(std::move(arguments));
    } catch (CLI::ParseError const& error) {
        check_options(app, error);
        return answer(app, error, environment);
    }
    return delivered(chosen(environment), environment);
} catch (UsageError const& error) {
    log_problem(environment, error.message);
    return exit_usage;
} catch (std::exception const& error) {
    log_problem(environment, fmt::format("internal error: {}", error.what()));
    return exit_internal;
}

} // namespace postern::cli
