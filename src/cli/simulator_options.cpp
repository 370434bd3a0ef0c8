#include "cli/simulator_options.hpp"

#include "cli/log.hpp"
#include "cli/text_file.hpp"
#include "net/descriptor_source.hpp"
#include "simulator/lifecycle/install_remedies.hpp"
#include "simulator/listen_address.hpp"
#include "simulator/state/world.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <ostream>

namespace postern::cli {
namespace {

constexpr int last_first_port = 65535 - static_cast<int>(simulator::sites_max);

// $XDG_STATE_HOME/postern (https://specifications.freedesktop.org/basedir-spec/).
std::filesystem::path default_state(Environment const& environment)
{
    if (auto const folder = environment.variable("XDG_STATE_HOME"); folder && folder->starts_with('/'))
        return std::filesystem::path(*folder) / "postern" / "simulator.sqlite";
    auto const home = environment.variable("HOME");
    if (!home || home->empty())
        throw UsageError{
            "there is no home directory to keep the state in; name a file with --state, or use --ephemeral"};
    return std::filesystem::path(*home) / ".local" / "state" / "postern" / "simulator.sqlite";
}

std::unique_ptr<simulator::State> open_state(SimulatorOptions const& options, Environment& environment)
{
    if (options.memory == Memory::ephemeral && !options.state.empty())
        throw UsageError{"--state and --ephemeral exclude each other; give one of them"};
    std::optional<std::filesystem::path> path;
    if (options.memory == Memory::file)
        path = options.state.empty() ? default_state(environment) : std::filesystem::path(options.state);
    std::optional<std::string> fixture;
    if (!options.fixture.empty()) {
        auto text = read_text_file(options.fixture, simulator::world_text_max_bytes);
        if (!text)
            throw UsageError{"--fixture: " + text.error()};
        fixture = *std::move(text);
        if (auto const world = simulator::parse_world(*fixture); !world)
            throw UsageError{fmt::format("--fixture {}: {}", options.fixture, world.error())};
    }
    auto state = simulator::State::open(path, fixture, environment.random);
    if (!state)
        throw UsageError{state.error()};
    return *std::move(state);
}

simulator::SimulatorSettings settings_of(SimulatorOptions const& options)
{
    simulator::SimulatorSettings settings{.port = static_cast<std::uint16_t>(options.port)};
    auto const opened = simulator::opened_from(options.opened);
    if (!opened)
        throw UsageError{fmt::format("--opened {}: {}", options.opened, simulator::opened_remedy)};
    settings.defaults = {.opened_ago = *opened, .refresh = *simulator::refresh_from(options.refresh)};
    if (options.listen) {
        auto listen = simulator::listen_address(*options.listen);
        if (!listen)
            throw UsageError{"--listen: " + listen.error()};
        settings.addresses = {std::move(listen->address)};
        settings.host = std::move(listen->host);
        settings.other_hosts = std::move(listen->other_hosts);
    }
    if (!options.app.empty()) {
        if (auto const url = http::parse_url(options.app); !url)
            throw UsageError{fmt::format("{}: {}; give the descriptor's address, such as "
                                         "http://localhost:3000/atlassian-connect.json",
                                         options.app_word, describe(url.error()))};
        settings.suggestions = {options.app};
    }
    return settings;
}

} // namespace

PlayedSites::PlayedSites(std::unique_ptr<simulator::State> opened)
    : state(std::move(opened)),
      client(io.get_executor(), {.user_agent = "postern-simulator/" POSTERN_VERSION,
                                 .response_body_max_bytes = net::descriptor_text_max_bytes + 1})
{
}

std::expected<std::unique_ptr<PlayedSites>, std::string> play_sites(SimulatorOptions const& options,
                                                                    Environment& environment)
{
    auto settings = settings_of(options);
    auto sites = std::make_unique<PlayedSites>(open_state(options, environment));
    sites->addresses = settings.addresses;
    auto listening = simulator::Simulator::listen(sites->io.get_executor(),
                                                  {.platform = sites->platform,
                                                   .state = *sites->state,
                                                   .client = sites->client,
                                                   .clock = environment.clock,
                                                   .random = environment.random},
                                                  std::move(settings));
    if (!listening)
        return std::unexpected(listening.error());
    sites->simulator = *std::move(listening);
    return sites;
}

void tell_install(simulator::Tenant const& tenant, simulator::LifecycleResult const& result,
                  Environment& environment)
{
    if (result.outcome == simulator::LifecycleResult::Outcome::done) {
        environment.out << fmt::format("Installed at {}\n", tenant.name) << std::flush;
        if (!result.reason.empty())
            log_problem(environment, fmt::format("installed at {}, but {}", tenant.name, result.reason));
        return;
    }
    log_problem(environment, fmt::format("not installed at {}: {}", tenant.name, in_words(result)));
}

CLI::Validator not_empty()
{
    return {[](std::string const& given) {
                return given.empty() ? std::string("nothing is given; give a value, or leave the option out")
                                     : std::string();
            },
            ""};
}

void add_site_options(CLI::App& command, SimulatorOptions& options)
{
    command
        .add_option("--port", options.port,
                    "Port of the first site, the others have the next; 0 takes free ones (default 2990)")
        ->type_name("N")
        ->check(CLI::Range(0, last_first_port).description(""));
    command
        .add_option("--fixture", options.fixture,
                    "JSON file with the sites, users, issues and pages to start with")
        ->type_name("FILE")
        ->check(not_empty());
}

} // namespace postern::cli
