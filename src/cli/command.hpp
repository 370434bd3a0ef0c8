#pragma once

// What every subcommand gets, and what it gives back. main() wires the real ones, tests wire their own.

#include "base/clock.hpp"
#include "base/random.hpp"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace postern::cli {

// Exit statuses of every command.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_warned = 2;
inline constexpr int exit_incomplete = 3;
inline constexpr int exit_usage = 64;
inline constexpr int exit_internal = 70;

enum class Stream { plain, terminal };

// The graver first.
enum class LogLevel { error, warning, info, debug };

// How a command speaks on `err`.
struct LogStyle {
    enum class Format { text, json };
    Format format = Format::text;
    LogLevel most = LogLevel::warning; // what is less grave is left out
};

struct Environment {
    std::istream& in;
    std::ostream& out; // data
    std::ostream& err; // messages
    Stream out_stream = Stream::plain;
    Stream err_stream = Stream::plain;
    Clock const& clock;
    Random& random;
    std::function<std::optional<std::string>(std::string const&)> variable; // environment variables
    std::optional<int> columns = std::nullopt; // of the terminal that `out` is, where it says
    // Where postern.toml is searched from, absolute; nothing: it is not searched.
    std::optional<std::filesystem::path> working_folder = std::nullopt;
    LogStyle log = {};
};

// A mistake in the call: printed to `err` as "postern: <message>", exit 64.
struct UsageError {
    std::string message; // names the place and the remedy
};

// The command that the arguments chose; set by the callback of its CLI11 subcommand.
using Chosen = std::function<int(Environment&)>;

// Each registers one subcommand of `app`. The options live in the callback's captures.
void add_token(CLI::App& app, Chosen& chosen);
void add_sample(CLI::App& app, Chosen& chosen);
void add_simulator(CLI::App& app, Chosen& chosen);
void add_scan(CLI::App& app, Chosen& chosen);
void add_evaluate(CLI::App& app, Chosen& chosen);
void add_waive(CLI::App& app, Chosen& chosen);
void add_explain(CLI::App& app, Chosen& chosen);
void add_diff(CLI::App& app, Chosen& chosen);
void add_vex(CLI::App& app, Chosen& chosen);
void add_requirements(CLI::App& app, Chosen& chosen);
void add_shell_help(CLI::App& app, Chosen& chosen); // completion, man

// Parses `arguments` (without the program's name), runs, returns the exit status. Never throws.
[[nodiscard]] int run(std::vector<std::string> arguments, Environment& environment);

} // namespace postern::cli
