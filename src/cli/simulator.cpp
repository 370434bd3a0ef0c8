#include "simulator/simulator.hpp"

#include "cli/browser.hpp"
#include "cli/log.hpp"
#include "cli/simulator_options.hpp"
#include "report/screen.hpp"
#include "simulator/bridge_address.hpp"
#include "simulator/state/world.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <expected>
#include <filesystem>
#include <memory>
#include <ostream>

namespace postern::cli {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds stop_grace{2};
constexpr std::chrono::milliseconds browser_look_again{500};

// Where a person begins: an issue, if the site has one.
std::string first_page(simulator::Tenant const& tenant, simulator::State const& state)
{
    auto const issues = state.issues(tenant.name, "");
    return tenant.origin + (issues.empty() ? "" : "/browse/" + issues.front().key);
}

void tell_sites(simulator::Simulator const& simulator, simulator::State const& state,
                Environment& environment)
{
    for (auto const& tenant : simulator.tenants())
        environment.out << fmt::format("Site {}: {}\n", tenant.name, first_page(tenant, state));
    environment.out << fmt::format("Key server: {}/keys\n", simulator.tenants().front().origin) << std::flush;
}

asio::awaitable<void> install(simulator::Simulator& simulator, std::string url, Environment& environment)
{
    auto installing = simulator.install_everywhere(std::move(url));
    auto const results = co_await std::move(installing);
    for (std::size_t i = 0; i < results.size(); ++i)
        tell_install(simulator.tenants()[i], results[i], environment);
}

asio::awaitable<void> stop(simulator::Simulator& simulator)
{
    auto stopping = simulator.stop(std::chrono::steady_clock::now() + stop_grace);
    co_await std::move(stopping);
}

// A browser for the sites, and where it finds the bridge.
struct Show {
    std::unique_ptr<simulator::BridgeAddress> bridge;
    std::unique_ptr<Browser> browser;
};

std::expected<void, std::string> open_browser(asio::any_io_executor executor,
                                              std::filesystem::path const& program, std::string const& url,
                                              Show& show)
{
    auto bridge = simulator::BridgeAddress::listen(std::move(executor));
    if (!bridge)
        return std::unexpected(bridge.error());
    show.bridge = *std::move(bridge);
    auto browser = Browser::start(
        program,
        {.host = simulator::bridge_host, .port = show.bridge->port(), .key_pin = show.bridge->key_pin()},
        url);
    if (!browser)
        return std::unexpected(browser.error());
    show.browser = *std::move(browser);
    return {};
}

std::filesystem::path browser_program(SimulatorOptions const& options, Environment const& environment)
{
    auto found = find_browser(options.browser, environment.variable("PATH").value_or(""));
    if (!found)
        throw UsageError{fmt::format(
            "--open: {}; install Debian's chromium, or name a Chromium with --browser", found.error())};
    return *std::move(found);
}

// Says so when the window is closed. The simulator goes on: another browser may look at it.
asio::awaitable<void> watch(Browser& browser, std::string url, Environment& environment)
{
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    auto ended = browser.ended();
    while (!ended) {
        timer.expires_after(browser_look_again);
        auto waiting = timer.async_wait(asio::use_awaitable);
        co_await std::move(waiting);
        ended = browser.ended();
    }
    auto closed = *ended == 0 ? std::string("the browser was closed")
                              : fmt::format("the browser ended with status {}", *ended);
    if (*ended != 0) {
        auto const words = report::printable(browser.last_words(), report::Characters::ascii);
        if (!words.empty())
            closed += ": " + words;
        if (words.contains("sandbox"))
            closed += " (be another user than root, or give --browser a script that adds --no-sandbox)";
    }
    log_event(environment, {.level = LogLevel::warning,
                            .name = "browser",
                            .message = fmt::format("{}; the simulator still runs at {}", closed, url),
                            .fields = {{"status", *ended}}});
}

// What happens of itself once the sites listen: the app is installed, then a browser opened. The browser
// lives in `show`.
asio::awaitable<void> begin(simulator::Simulator& simulator, SimulatorOptions const& options,
                            std::filesystem::path program, std::string url, Show& show,
                            Environment& environment)
{
    if (!options.app.empty()) {
        auto installing = install(simulator, options.app, environment);
        co_await std::move(installing);
    }
    if (options.window == Window::none)
        co_return;
    auto const executor = co_await asio::this_coro::executor;
    if (auto const opened = open_browser(executor, program, url, show); !opened) {
        log_problem(environment, fmt::format("--open: {}; open {} yourself", opened.error(), url));
        co_return;
    }
    auto watching = watch(*show.browser, url, environment);
    co_await std::move(watching);
}

bool is_loopback(std::string const& address) { return asio::ip::make_address(address).is_loopback(); }

int simulate(SimulatorOptions const& options, Environment& environment)
{
    if (!options.browser.empty() && options.window == Window::none)
        throw UsageError{"--browser names the browser that --open starts; give both"};
    auto const program =
        options.window == Window::browser ? browser_program(options, environment) : std::filesystem::path();
    auto const sites = play_sites(options, environment);
    if (!sites) {
        log_problem(environment, sites.error());
        return exit_failed;
    }
    auto& io = (*sites)->io;
    auto& simulator = *(*sites)->simulator;
    auto const& state = *(*sites)->state;

    // The first signal lets what is under way end; a second one does not wait for that.
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code const& first, int) {
        if (first)
            return;
        signals.async_wait([&](boost::system::error_code const& second, int) {
            if (!second)
                io.stop();
        });
        (*sites)->client.stop();
        asio::co_spawn(io, stop(simulator), [&](std::exception_ptr) { io.stop(); });
    });
    tell_sites(simulator, state, environment);
    if (!std::ranges::all_of((*sites)->addresses, &is_loopback))
        log_event(environment,
                  {.level = LogLevel::warning,
                   .name = "listening",
                   .message = "the simulator can be reached from other machines; whoever reaches it acts as "
                              "any of its users",
                   .fields = nlohmann::ordered_json::object()});
    std::exception_ptr failure;
    Show show;
    asio::co_spawn(
        io,
        begin(simulator, options, program, first_page(simulator.tenants().front(), state), show, environment),
        [&](std::exception_ptr error) {
            failure = error;
            if (error)
                io.stop();
        });
    io.run();
    if (failure)
        std::rethrow_exception(failure);
    return exit_ok;
}

// They would be those of the simulator, and say nothing to the check.
void refuse_options_before_check(CLI::App const& command)
{
    for (auto const* option : command.get_options())
        if (option->count() > 0)
            throw UsageError{fmt::format("the options of `simulator check` stand after `check`: {} stands "
                                         "before it",
                                         option->get_name())};
}

} // namespace

void add_simulator(CLI::App& app, Chosen& chosen)
{
    auto options = std::make_shared<SimulatorOptions>();
    auto& command =
        *app.add_subcommand("simulator", "Play the host product: install the app, show its panels late");
    command
        .add_option("--app", options->app,
                    "Address of the descriptor; it is installed at every site at the start")
        ->type_name("URL")
        ->check(not_empty());
    command
        .add_option("--opened", options->opened,
                    "How long ago pages pretend to have been opened: now, 16m, 2h (default now)")
        ->type_name("AGO");
    command
        .add_option(
            "--refresh", options->refresh,
            "What a panel gets that is opened late: stale, the token of the page load; resolver, a renewed "
            "one (default stale)")
        ->check(CLI::IsMember({"stale", "resolver"}).description(""))
        ->type_name("MODE");
    add_site_options(command, *options);
    command
        .add_option("--state", options->state,
                    "File that keeps sites and installations (default in the user's state directory)")
        ->type_name("FILE")
        ->check(not_empty());
    command.add_flag_callback(
        "--ephemeral", [options] { options->memory = Memory::ephemeral; }, "Keep nothing");
    command
        .add_option_function<std::string>(
            "--listen", [options](std::string const& given) { options->listen = given; },
            "IP address to listen on, of which the sites' addresses are made; 0.0.0.0 for all of them, under "
            "the name localhost (default 127.0.0.1 and ::1)")
        ->type_name("IP");
    command.add_flag_callback(
        "--open", [options] { options->window = Window::browser; },
        "Open the first site in a Chromium with a profile of its own, which takes the bridge from here");
    command.add_option("--browser", options->browser, "Chromium to open (default the first in PATH)")
        ->type_name("FILE")
        ->check(not_empty());
    command.footer(
        "The first lines on standard output name the sites. Ctrl-C stops the simulator.\n"
        "\nExit status: 0 it was stopped; 1 it cannot listen, as on a port in use; 64 the "
        "call is wrong or a file that it names cannot be used.\n"
        "\nExamples:\n"
        "  postern simulator --app http://localhost:3000/atlassian-connect.json\n"
        "  postern simulator --opened 16m --open --app \\\n    http://localhost:3000/atlassian-connect.json\n"
        "  postern simulator --ephemeral --fixture sites.json");
    add_simulator_check(command, chosen);
    command.callback([options, &command, &chosen] {
        if (command.get_subcommands().empty())
            chosen = [options](Environment& environment) { return simulate(*options, environment); };
        else
            refuse_options_before_check(command);
    });
}

} // namespace postern::cli
