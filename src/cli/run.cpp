#include "cli/command.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <ostream>

namespace postern::cli {

int run(std::vector<std::string> arguments, Environment& environment)
try {
    CLI::App app{"Tests the trust boundary of apps that are embedded in somebody else's page.", "postern"};
    app.set_version_flag("--version", "postern " POSTERN_VERSION);
    app.require_subcommand(1);
    Chosen chosen;
    add_scan(app, chosen);
    add_evaluate(app, chosen);
    add_token(app, chosen);
    add_sample(app, chosen);

    std::ranges::reverse(arguments); // CLI11 takes them from the back
    try {
        app.parse(std::move(arguments));
    } catch (CLI::ParseError const& error) {
        auto const status = app.exit(error, environment.out, environment.err);
        return status == 0 ? exit_ok : exit_usage;
    }
    return chosen(environment);
} catch (UsageError const& error) {
    environment.err << "postern: " << error.message << '\n';
    return exit_usage;
} catch (std::exception const& error) {
    environment.err << "postern: internal error: " << error.what() << '\n';
    return exit_internal;
}

} // namespace postern::cli
