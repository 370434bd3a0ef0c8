#pragma once

// How the subcommands of `postern token` write: lines for people, JSON for machines. What a token or an
// address holds may be anything, escape sequences too; only printable text gets out.

#include "cli/command.hpp"
#include "cli/token_verdict.hpp"
#include "report/screen.hpp"

#include <nlohmann/json.hpp>

#include <ostream>
#include <string_view>

namespace postern::cli {

// As wide and with such characters as the environment says.
[[nodiscard]] report::Screen screen_for(Environment const& environment);

// Text without spaces to break at (a canonical request, a hash) over as many lines as it needs, none of its
// characters left out.
void write_unbroken(std::string_view text, int indent, Environment& environment);

// Pretty-printed, ASCII only, with a line feed.
void write_json(nlohmann::ordered_json const& json, std::ostream& out);

// A JSON text as a value, its members in their order. A text that has numbers beyond every type (1e400) as a
// string.
[[nodiscard]] nlohmann::ordered_json json_value(std::string_view text);

// {"alg": …} and {"iss": …}, pretty-printed and indented, no line wider than the terminal.
void write_json_text(std::string_view text, int indent, Environment& environment);

// "verified", and "reason" and "message", or "key", "query_hash" …
[[nodiscard]] nlohmann::ordered_json verdict_json(TokenVerdict const& verdict);

// One or two lines; the first begins with "VERIFIED" or "NOT VERIFIED".
void write_verdict(TokenVerdict const& verdict, Environment& environment);

// The exit status for a token that could not be read, after saying why.
[[nodiscard]] int write_failure(jwt::Failure failure, TokenOutput output, Environment& environment);

} // namespace postern::cli
