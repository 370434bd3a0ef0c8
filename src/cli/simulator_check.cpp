#include "cli/log.hpp"
#include "cli/simulator_options.hpp"
#include "net/descriptor_source.hpp"
#include "platform/connect/connect_platform.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <memory>
#include <ostream>

namespace postern::cli {
namespace {

namespace asio = boost::asio;

struct Checked {
    std::vector<simulator::LifecycleResult> installs;
    std::vector<simulator::PageCheck> pages;
};

asio::awaitable<Checked> check(simulator::Simulator& simulator, std::string url)
{
    Checked checked;
    auto installing = simulator.install_everywhere(std::move(url));
    checked.installs = co_await std::move(installing);
    auto checking = simulator.check_pages();
    checked.pages = co_await std::move(checking);
    co_return checked;
}

void print_table(std::vector<simulator::PageCheck> const& pages, std::ostream& out)
{
    std::size_t width = std::string_view("Page").size();
    for (auto const& page : pages)
        width = std::max(width, page.module.size());
    out << fmt::format("{:{}}  {:<8} {:<10} {:<10} {}\n", "Page", width, "Site", "Fresh", "Late", "Foreign");
    for (auto const& page : pages)
        out << fmt::format("{:{}}  {:<8} {:<10} {:<10} {}\n", page.module, width, page.site, name(page.fresh),
                           name(page.late), name(page.foreign));
}

// What is wrong, each thing once, with the pages that it is true of and their sites.
void print_problems(std::vector<simulator::PageCheck> const& pages, std::ostream& out)
{
    using Sites = std::vector<std::string>;
    std::map<std::string, std::map<std::string, Sites>> problems;
    for (auto const& page : pages)
        if (page.broken())
            problems[page.problem()][page.module].push_back(page.site);
    for (auto const& [problem, modules] : problems) {
        out << fmt::format("\n{}\n", problem);
        for (auto const& [module, sites] : modules)
            out << fmt::format("  {} at {}\n", module, fmt::join(sites, ", "));
    }
}

int tell(simulator::Simulator const& simulator, Checked const& checked, Environment& environment)
{
    bool installed = true;
    for (std::size_t i = 0; i < checked.installs.size(); ++i) {
        tell_install(simulator.tenants()[i], checked.installs[i], environment);
        installed = installed && checked.installs[i].outcome == simulator::LifecycleResult::Outcome::done;
    }
    if (!installed)
        return exit_incomplete;
    environment.out << '\n';
    print_table(checked.pages, environment.out);
    auto const broken = std::ranges::count_if(checked.pages, &simulator::PageCheck::broken);
    environment.out << fmt::format("\n{} of {} pages broken\n", broken, checked.pages.size());
    print_problems(checked.pages, environment.out);
    if (checked.pages.empty())
        log_problem(environment,
                    "the app has no page that the simulated product shows; nothing was looked at");
    return checked.pages.empty() ? exit_incomplete : broken > 0 ? exit_failed : exit_ok;
}

int check_command(SimulatorOptions const& options, Environment& environment)
{
    auto const settings = settings_of(options);
    auto const state = open_state(options, environment);
    platform::connect::ConnectPlatform const platform;
    asio::io_context io(1);
    net::Client client(io.get_executor(), {.user_agent = "postern-simulator/" POSTERN_VERSION,
                                           .response_body_max_bytes = net::descriptor_text_max_bytes + 1});
    auto listening = simulator::Simulator::listen(io.get_executor(),
                                                  {.platform = platform,
                                                   .state = *state,
                                                   .client = client,
                                                   .clock = environment.clock,
                                                   .random = environment.random},
                                                  settings);
    if (!listening) {
        log_problem(environment, listening.error());
        return exit_failed;
    }
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code const& error, int) {
        if (!error)
            client.stop(); // what is asked for ends at once, and with it the check
    });
    Checked checked;
    std::exception_ptr failure;
    asio::co_spawn(io, check(**listening, options.app), [&](std::exception_ptr error, Checked result) {
        failure = error;
        checked = std::move(result);
        io.stop();
    });
    io.run();
    if (failure)
        std::rethrow_exception(failure);
    return tell(**listening, checked, environment);
}

} // namespace

void add_simulator_check(CLI::App& command, Chosen& chosen)
{
    auto options = std::make_shared<SimulatorOptions>();
    options->memory = Memory::ephemeral;
    auto& check = *command.add_subcommand(
        "check", "Ask for every page fresh, late and as another tenant, without a browser");
    check.add_option("descriptor", options->app, "Address of the app's descriptor")
        ->type_name("URL")
        ->required();
    add_site_options(check, *options);
    check.footer(
        "The app must take the keys of installs from this key server: see docs/guides/simulator.md.\n"
        "\nExit status: 0 every page renders, and late too; 1 a page is broken; 3 the app could not be "
        "installed.\n"
        "\nExamples:\n"
        "  postern simulator check http://localhost:3000/atlassian-connect.json");
    check.callback([options, &chosen] {
        chosen = [options](Environment& environment) { return check_command(*options, environment); };
    });
}

} // namespace postern::cli
