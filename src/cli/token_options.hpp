#pragma once

// What the subcommands of `postern token` share: their options and how these are read. No option takes a
// secret: command lines are seen by everybody on the machine and stay in histories.

#include "cli/command.hpp"
#include "jwt/key.hpp"
#include "jwt/verify.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::cli {

// Claims, keys, form bodies and tokens that are read from a file or from standard input.
inline constexpr std::size_t token_input_max_bytes = 1024 * 1024;
inline constexpr int leeway_max_seconds = 24 * 60 * 60;

enum class TokenOutput { text, json };

struct TokenOptions {
    std::string token;      // the argument; empty or "-": standard input
    std::string token_file; // in its place
    std::string secret_file;
    std::string key_file;
    std::vector<std::string> algorithms;
    std::string method = "GET";
    std::optional<std::string> url;
    std::string base_url;
    std::string form_file;
    std::string now;
    int leeway_seconds = 0;
    TokenOutput output = TokenOutput::text;
};

// Each adds the options of its name; `options` must outlive the parsing.
void add_token_source(CLI::App& command, TokenOptions& options);
void add_key_options(CLI::App& command, TokenOptions& options);
void add_request_options(CLI::App& command, TokenOptions& options);
void add_now_option(CLI::App& command, TokenOptions& options);
void add_leeway_option(CLI::App& command, TokenOptions& options);
void add_json_option(CLI::App& command, TokenOptions& options);
// Options that people try and that there are not, such as --secret: each is refused with what to do instead,
// without its value.
void refuse_secrets(CLI::App& command);

// All of these throw UsageError, which never holds a part of a secret or token.

// The contents of `path`, or of standard input for "-".
[[nodiscard]] std::string read_input(std::string const& path, Environment& environment);

// The token without white space around it and without a "JWT " or "Bearer " in front.
[[nodiscard]] std::string read_token(TokenOptions const& options, Environment& environment);

// Whether there is something to verify with.
[[nodiscard]] bool has_key(TokenOptions const& options);

// The keys of --secret-file (one line end at its end is not part of the secret) or --key-file (PEM, JWK or
// JWKS); at least one.
[[nodiscard]] std::vector<jwt::IdentifiedKey> read_keys(TokenOptions const& options,
                                                        Environment& environment);

// The key with the id in a token's `kid`. Where either has no id, the only key; nothing if there are several.
[[nodiscard]] std::optional<jwt::Key> choose_key(std::vector<jwt::IdentifiedKey> const& keys,
                                                 std::optional<std::string_view> key_id);

// --alg, or every algorithm that the key fits. Never what the token says.
[[nodiscard]] jwt::AlgorithmSet accepted_algorithms(TokenOptions const& options, jwt::Key const& key);

// --now, or the clock.
[[nodiscard]] TimePoint time_of(TokenOptions const& options, Environment const& environment);

// The form body of --form-file.
[[nodiscard]] std::optional<std::string> read_form(TokenOptions const& options, Environment& environment);

// --url must be there if other options of the request are.
void check_request_options(TokenOptions const& options);

// Two inputs cannot both come from standard input.
void check_standard_input(std::vector<std::string_view> const& paths);

// Seconds since 1970, or ISO 8601 with Z or an offset: "2026-01-31T12:00:00Z", "2026-01-31T12:00:00+01:00".
[[nodiscard]] std::optional<TimePoint> parse_time(std::string_view text);

} // namespace postern::cli
