#include "cli/token_commands.hpp"
#include "cli/token_output.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace postern::cli {
namespace {

int decode(TokenOptions const& options, Environment& environment)
{
    auto const token = jwt::parse(read_token(options, environment));
    if (!token)
        return write_failure(token.error(), options.output, environment);
    if (options.output == TokenOutput::json) {
        write_json({{"signature_checked", false},
                    {"header", json_value(token->header)},
                    {"payload", json_value(token->payload)},
                    {"signature_bytes", token->signature.size()}},
                   environment.out);
        return exit_ok;
    }
    auto screen = screen_for(environment);
    screen.text(0, "The signature was NOT checked: anybody can have written this.");
    screen.blank();
    screen.text(0, "Header");
    write_json_text(token->header, 2, environment);
    screen.text(0, "Payload");
    write_json_text(token->payload, 2, environment);
    screen.text(0, fmt::format("Signature: {} bytes", token->signature.size()));
    return exit_ok;
}

} // namespace

void add_token_decode(CLI::App& token, Chosen& chosen)
{
    auto options = std::make_shared<TokenOptions>();
    auto* const command =
        token.add_subcommand("decode", "Show what a token holds; its signature is not checked");
    add_token_source(*command, *options);
    add_json_option(*command, *options);
    refuse_secrets(*command);
    command->callback([options, &chosen] {
        chosen = [options](Environment& environment) { return decode(*options, environment); };
    });
}

} // namespace postern::cli
