#pragma once

// The subcommands of `postern token`, one file each.

#include "cli/command.hpp"

namespace postern::cli {

void add_token_decode(CLI::App& token, Chosen& chosen);
void add_token_verify(CLI::App& token, Chosen& chosen);
void add_token_mint(CLI::App& token, Chosen& chosen);
void add_token_qsh(CLI::App& token, Chosen& chosen);
void add_token_explain(CLI::App& token, Chosen& chosen);

} // namespace postern::cli
