#include "cli/command.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

std::optional<int> columns_of(int terminal)
{
    winsize size{};
    bool const told = ::ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return told ? std::optional<int>(size.ws_col) : std::nullopt;
}

std::optional<std::filesystem::path> working_folder()
{
    std::error_code error;
    auto folder = std::filesystem::current_path(error);
    return error ? std::nullopt : std::optional(std::move(folder));
}

} // namespace

int main(int argc, char** argv)
{
    using namespace postern;
    rlimit const no_core{.rlim_cur = 0, .rlim_max = 0}; // memory holds tokens and secrets
    ::setrlimit(RLIMIT_CORE, &no_core);
    std::signal(SIGPIPE, SIG_IGN); // a closed pipe is an error of that write, not the end of the program
    SystemClock const clock;
    SystemRandom random;
    cli::Environment environment{
        .in = std::cin,
        .out = std::cout,
        .err = std::cerr,
        .out_stream = ::isatty(STDOUT_FILENO) ? cli::Stream::terminal : cli::Stream::plain,
        .err_stream = ::isatty(STDERR_FILENO) ? cli::Stream::terminal : cli::Stream::plain,
        .clock = clock,
        .random = random,
        .variable = [](std::string const& name) -> std::optional<std::string> {
            auto const* value = std::getenv(name.c_str());
            return value ? std::optional<std::string>(value) : std::nullopt;
        },
        .columns = columns_of(STDOUT_FILENO),
        .working_folder = working_folder(),
    };
    return cli::run({argv + 1, argv + argc}, environment);
}
