#include "cli/token_commands.hpp"
#include "cli/token_output.hpp"
#include "jwt/sign.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace postern::cli {
namespace {

constexpr int lifetime_default_seconds = 15 * 60; // the host's own page tokens
constexpr int lifetime_max_seconds = 365 * 24 * 60 * 60;

struct MintOptions : TokenOptions {
    std::string claims_file;
    std::string issuer;
    std::string subject;
    std::vector<std::string> audience;
    int lifetime_seconds = lifetime_default_seconds;
    std::string key_id;
    ExpectedToken kind = ExpectedToken::bound_to_request;
};

// In the order of the host's own page tokens.
std::string claims_of(MintOptions const& options, TimePoint now)
{
    if (!options.url && options.kind == ExpectedToken::bound_to_request)
        throw UsageError{"a token must be bound to a request: give --url (and --method, --base-url), or "
                         "--context-token; other claims can be given with --claims-file"};
    if (options.issuer.empty())
        throw UsageError{"--issuer is missing: the tenant's client key, or the app's key if the app signs"};
    nlohmann::ordered_json claims;
    if (!options.subject.empty())
        claims["sub"] = options.subject;
    claims["qsh"] = options.kind == ExpectedToken::context
                        ? std::string(platform::connect::context_qsh)
                        : platform::connect::query_hash(options.method, *options.url, options.base_url);
    claims["iss"] = options.issuer;
    if (!options.audience.empty())
        claims["aud"] = options.audience;
    claims["context"] = nlohmann::ordered_json::object();
    auto const seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    claims["exp"] = seconds + options.lifetime_seconds;
    claims["iat"] = seconds;
    return claims.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// --alg, or the first that the key fits: HS256 for a secret, RS256 for an RSA key …
jwt::Algorithm algorithm_for(MintOptions const& options, jwt::Key const& key)
{
    if (options.algorithms.size() > 1)
        throw UsageError{"--alg: a token is signed with one algorithm"};
    auto const accepted = accepted_algorithms(options, key);
    for (auto const algorithm : jwt::all_algorithms)
        if (accepted.contains(algorithm))
            return algorithm;
    throw UsageError{fmt::format("{} cannot sign tokens here", key.kind())};
}

int mint(MintOptions const& options, Environment& environment)
{
    check_request_options(options);
    check_standard_input({options.claims_file, options.secret_file, options.key_file});
    auto const claims = options.claims_file.empty() ? claims_of(options, time_of(options, environment))
                                                    : read_input(options.claims_file, environment);
    auto const keys = read_keys(options, environment);
    auto const key_id =
        options.key_id.empty() ? std::nullopt : std::optional<std::string_view>(options.key_id);
    auto const key = choose_key(keys, key_id);
    if (!key)
        throw UsageError{"there are several keys; --key-id must name one of them"};
    auto const token = jwt::sign(claims, *key, algorithm_for(options, *key), key_id);
    if (!token)
        throw UsageError{fmt::format("cannot sign: {}", describe(token.error()))};
    if (token->size() > jwt::token_max_bytes)
        throw UsageError{"the token would be larger than 16 KiB, and no verifier here would take it"};
    if (options.output == TokenOutput::json)
        write_json({{"token", *token}, {"payload", json_value(claims)}}, environment.out);
    else
        environment.out << *token << '\n';
    return exit_ok;
}

} // namespace

void add_token_mint(CLI::App& token, Chosen& chosen)
{
    auto options = std::make_shared<MintOptions>();
    auto* const command = token.add_subcommand("mint", "Sign a token, for tests of an own app");
    add_key_options(*command, *options);
    add_request_options(*command, *options);
    auto* const claims =
        command->add_option("--claims-file", options->claims_file,
                            "JSON object to sign byte for byte; - is standard input. In place of the rest");
    claims->type_name("FILE")->excludes("--url");
    auto const claim = [&](char const* name, auto& value, char const* help) {
        return command->add_option(name, value, help)->excludes(claims);
    };
    claim("--issuer", options->issuer, "Claim iss: the tenant's client key");
    claim("--subject", options->subject, "Claim sub: the user's account id");
    claim("--audience", options->audience, "Claim aud, repeatable")->allow_extra_args(false);
    claim("--lifetime", options->lifetime_seconds, "Seconds from iat to exp (default: 900)")
        ->check(CLI::Range(-lifetime_max_seconds, lifetime_max_seconds).description(""));
    command->add_option("--key-id", options->key_id, "Header kid; chooses the key of a JWKS");
    command
        ->add_flag_callback(
            "--context-token", [&options = *options] { options.kind = ExpectedToken::context; },
            "Mint a context token, bound to no request")
        ->excludes("--url")
        ->excludes(claims);
    add_now_option(*command, *options);
    add_json_option(*command, *options);
    refuse_secrets(*command);
    command->callback([options, &chosen] {
        chosen = [options](Environment& environment) { return mint(*options, environment); };
    });
}

} // namespace postern::cli
