#pragma once

// What `postern simulator` and `postern simulator check` take alike.

#include "cli/command.hpp"
#include "simulator/simulator.hpp"

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace postern::cli {

enum class Memory { file, ephemeral };
enum class Window { none, browser };

struct SimulatorOptions {
    std::string app;
    int port = 2990;
    std::string opened = "now";
    std::string refresh = "stale";
    std::string state;
    std::string fixture;
    Memory memory = Memory::file;
    std::string listen;
    Window window = Window::none;
    std::string browser; // empty: the first that PATH has
};

// Both throw UsageError for what cannot be used.
[[nodiscard]] std::unique_ptr<simulator::State> open_state(SimulatorOptions const& options,
                                                           Environment& environment);
[[nodiscard]] simulator::SimulatorSettings settings_of(SimulatorOptions const& options);

// --port and --fixture.
void add_site_options(CLI::App& command, SimulatorOptions& options);

// `postern simulator check`, below `command`.
void add_simulator_check(CLI::App& command, Chosen& chosen);

// One line on what became of an install at one site: to `out` if it is done, else to `err`.
void tell_install(simulator::Tenant const& tenant, simulator::LifecycleResult const& result,
                  Environment& environment);

} // namespace postern::cli
