#include "cli/token_commands.hpp"

#include <CLI/CLI.hpp>

namespace postern::cli {

void add_token(CLI::App& app, Chosen& chosen)
{
    auto* const token = app.add_subcommand("token", "Decode, verify, mint and explain one token");
    token->require_subcommand(1);
    add_token_decode(*token, chosen);
    add_token_verify(*token, chosen);
    add_token_mint(*token, chosen);
    add_token_qsh(*token, chosen);
    add_token_explain(*token, chosen);
}

} // namespace postern::cli
