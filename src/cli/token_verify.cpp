#include "cli/token_commands.hpp"
#include "cli/token_output.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace postern::cli {
namespace {

struct VerifyOptions : TokenOptions {
    ExpectedToken expected = ExpectedToken::bound_to_request;
};

std::string_view token_place(TokenOptions const& options)
{
    if (!options.token_file.empty())
        return options.token_file;
    return options.token.empty() ? std::string_view("-") : std::string_view(options.token);
}

int verify(VerifyOptions const& options, Environment& environment)
{
    check_request_options(options);
    check_standard_input({token_place(options), options.secret_file, options.key_file, options.form_file});
    auto const compact = read_token(options, environment);
    auto const verdict = judge_token(compact, options, options.expected, environment);
    if (options.output == TokenOutput::text) {
        write_verdict(verdict, environment);
        return verdict.verified ? exit_ok : exit_failed;
    }
    auto json = verdict_json(verdict);
    if (verdict.verified) {
        auto const token = jwt::parse(compact);
        json["header"] = json_value(token->header);
        json["payload"] = json_value(token->payload);
    }
    write_json(json, environment.out);
    return verdict.verified ? exit_ok : exit_failed;
}

} // namespace

void add_token_verify(CLI::App& token, Chosen& chosen)
{
    auto options = std::make_shared<VerifyOptions>();
    auto* const command = token.add_subcommand(
        "verify",
        "Check a token's signature and times, and with --url its query hash; exit 0 only if it is right");
    add_token_source(*command, *options);
    add_key_options(*command, *options);
    add_request_options(*command, *options);
    add_now_option(*command, *options);
    add_leeway_option(*command, *options);
    command
        ->add_flag_callback(
            "--context-token", [&options = *options] { options.expected = ExpectedToken::context; },
            "Accept a context token (AP.context.getToken), and nothing else")
        ->excludes("--url");
    add_json_option(*command, *options);
    refuse_secrets(*command);
    command->callback([options, &chosen] {
        chosen = [options](Environment& environment) { return verify(*options, environment); };
    });
}

} // namespace postern::cli
