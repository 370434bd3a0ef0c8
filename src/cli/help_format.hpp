#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace postern::cli {

// Help in 80 columns: names on the left, descriptions wrapped on the right.
class HelpFormat final : public CLI::Formatter {
public:
    [[nodiscard]] std::string make_option(CLI::Option const* option, bool is_positional) const override;
    [[nodiscard]] std::string make_option_opts(CLI::Option const* option) const override;
    [[nodiscard]] std::string make_help(CLI::App const* command, std::string name,
                                        CLI::AppFormatMode mode) const override;
    [[nodiscard]] std::string make_subcommand(CLI::App const* command) const override;
};

} // namespace postern::cli
