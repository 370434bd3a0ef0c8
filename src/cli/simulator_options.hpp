#pragma once

// What `postern simulator` and `postern simulator check` take alike.

#include "cli/command.hpp"
#include "net/client.hpp"
#include "platform/connect/connect_platform.hpp"
#include "simulator/simulator.hpp"

#include <boost/asio/io_context.hpp>

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Validator;
} // namespace CLI

namespace postern::cli {

enum class Memory { file, ephemeral };
enum class Window { none, browser };

struct SimulatorOptions {
    std::string app;                     // empty: none
    std::string_view app_word = "--app"; // what the command line calls it
    int port = 2990;
    std::string opened = "now";
    std::string refresh = "stale";
    std::string state;
    std::string fixture;
    Memory memory = Memory::file;
    std::optional<std::string> listen; // nothing: loopback
    Window window = Window::none;
    std::string browser; // empty: the first that PATH has
};

// The sites with all that they need, listening on an event loop that is yet to run.
struct PlayedSites {
    explicit PlayedSites(std::unique_ptr<simulator::State> opened);

    platform::connect::ConnectPlatform platform;
    std::unique_ptr<simulator::State> state;
    boost::asio::io_context io{1};
    net::Client client;
    std::vector<std::string> addresses; // that the sites listen on
    std::unique_ptr<simulator::Simulator> simulator;
};

// Throws UsageError for options that cannot be used; fails with a sentence where the sites cannot listen.
[[nodiscard]] std::expected<std::unique_ptr<PlayedSites>, std::string>
play_sites(SimulatorOptions const& options, Environment& environment);

// Refuses an option that is given without a value (`--app ''`), which would be taken for one that is not
// given.
[[nodiscard]] CLI::Validator not_empty();

// --port and --fixture.
void add_site_options(CLI::App& command, SimulatorOptions& options);

// `postern simulator check`, below `command`.
void add_simulator_check(CLI::App& command, Chosen& chosen);

// One line on what became of an install at one site, to `out` if it is done, else to `err`; there also what
// is odd about the app.
void tell_install(simulator::Tenant const& tenant, simulator::LifecycleResult const& result,
                  Environment& environment);

} // namespace postern::cli
