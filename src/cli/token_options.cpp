#include "cli/token_options.hpp"

#include "http/url.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::cli {

void add_token_source(CLI::App& command, TokenOptions& options)
{
    auto* const token =
        command.add_option("TOKEN", options.token, "The token; - or nothing: from standard input");
    command.add_option("--token-file", options.token_file, "File with the token; - is standard input")
        ->type_name("FILE")
        ->excludes(token);
}

void add_key_options(CLI::App& command, TokenOptions& options)
{
    auto* const secret =
        command
            .add_option("--secret-file", options.secret_file,
                        "File with the tenant's shared secret; - is standard input. One line "
                        "end at its end is not part of the secret")
            ->type_name("FILE");
    command
        .add_option("--key-file", options.key_file,
                    "File with a key: PEM, JWK, or JWKS, of which the token's kid selects one")
        ->type_name("FILE")
        ->excludes(secret);
    command
        .add_option("--alg", options.algorithms,
                    "Algorithm to accept, repeatable, or to sign with (default: what the key fits)")
        ->type_name("ALG")
        ->allow_extra_args(false);
}

void add_request_options(CLI::App& command, TokenOptions& options)
{
    command.add_option("--url", options.url, "Address or path of the request that the token is bound to")
        ->type_name("URL");
    command.add_option("--method", options.method, "Method of the request (default: GET)")
        ->type_name("METHOD");
    command
        .add_option("--base-url", options.base_url, "The app's base URL; its path is not part of the hash")
        ->type_name("URL");
    command
        .add_option("--form-file", options.form_file,
                    "Form body of the request; hashed where POST or PUT comes without a query")
        ->type_name("FILE");
}

void add_now_option(CLI::App& command, TokenOptions& options)
{
    command
        .add_option("--now", options.now,
                    "Pretend that it is this time: seconds since 1970, or 2026-01-31T12:00:00Z")
        ->type_name("TIME");
}

void add_leeway_option(CLI::App& command, TokenOptions& options)
{
    command.add_option("--leeway", options.leeway_seconds, "Seconds by which clocks may differ (default: 0)")
        ->type_name("SECONDS")
        ->check(CLI::Range(0, leeway_max_seconds).description(""));
}

void add_json_option(CLI::App& command, TokenOptions& options)
{
    command.add_flag_callback(
        "--json", [&options] { options.output = TokenOutput::json; }, "JSON, for machines");
}

void refuse_secrets(CLI::App& command)
{
    constexpr std::array<char const*, 5> tempting{"--secret", "--shared-secret", "--key", "--password",
                                                  "--hmac-secret"};
    constexpr int words_max = 1000; // whatever follows is the secret's, not a token
    for (auto const* const option : tempting)
        command
            .add_option_function<std::vector<std::string>>(
                option,
                [option](std::vector<std::string> const&) {
                    throw UsageError{fmt::format(
                        "there is no {}: a secret on a command line is seen by everybody on this machine. "
                        "Put it into a file that only you can read, give --secret-file FILE (or - for "
                        "standard input), and change the secret if it was real",
                        option)};
                })
            ->expected(0, words_max)
            ->group("");
}

void check_request_options(TokenOptions const& options)
{
    if (!options.url) {
        if (!options.base_url.empty() || !options.form_file.empty())
            throw UsageError{"--base-url and --form-file belong to a request; give its --url too"};
        return;
    }
    for (auto const& [name, text] : {std::pair("--url", std::string_view(*options.url)),
                                     std::pair("--base-url", std::string_view(options.base_url))}) {
        if (text.size() > http::url_max_bytes)
            throw UsageError{fmt::format("{}: longer than {} KiB", name, http::url_max_bytes / 1024)};
        if (auto const url = http::parse_url(text); text.contains("://") && !url)
            throw UsageError{fmt::format("{} {}: {}", name, text, describe(url.error()))};
    }
    auto const letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    if (options.method.empty() || options.method.size() > 32 || !std::ranges::all_of(options.method, letter))
        throw UsageError{"--method: a method consists of letters, such as GET or POST"};
}

void check_standard_input(std::vector<std::string_view> const& paths)
{
    if (std::ranges::count(paths, "-") > 1)
        throw UsageError{"only one input can come from standard input; put the others into files"};
}

} // namespace postern::cli
