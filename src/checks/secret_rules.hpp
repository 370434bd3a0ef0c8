#pragma once

// What leaked secrets look like, as data (catalogue/secrets/rules.json): a new kind of key is a new entry
// there.

#include "base/embedded_file.hpp"
#include "checks/verdict.hpp"

#include <bitset>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

// The bytes of the rule file, as they were when this was built.
[[nodiscard]] std::span<EmbeddedFile const> secret_rule_files();

struct SecretRule {
    enum class Kind {
        prefixed,    // a fixed start, then characters of one set
        assigned,    // a quoted value behind a name that says what it is
        private_key, // PEM (RFC 7468)
        web_token,   // a compact JWS (RFC 7515 section 7.1)
        connection   // scheme://user:password@host
    };
    // What else the text of a prefixed one must be.
    enum class Form {
        any,
        base62_checksum,  // the last 6 characters are the CRC-32 of those before them (GitHub, npm)
        atlassian_suffix, // "=" and 8 upper-case hex digits follow; how they are computed is not published
        upper_hex_end     // the last 8 characters are upper-case hex digits
    };
    // Certain: nothing harmless looks like this. Likely: a person must look.
    enum class Certainty { certain, likely };

    std::string id;
    std::string title; // "GitHub token", to stand behind "a" or "the"
    Kind kind = Kind::prefixed;
    std::vector<std::string> starts; // of prefixed ones and tokens; the schemes of connections
    std::vector<std::string> names;  // of assigned ones: the last words of the name, lower case
    std::bitset<256> characters;
    std::size_t length_min = 0; // characters behind the start, or of the value
    std::size_t length_max = 0;
    Form form = Form::any;
    double entropy_min_bits = 0; // Shannon, a character
    Certainty certainty = Certainty::certain;
    Severity severity = Severity::medium;
};

struct SecretRules {
    std::string version;
    std::vector<std::string> placeholders; // lower case; a value that contains one is no secret
    std::vector<SecretRule> rules;
};

// The rules of a file; an error says which rule is wrong and why.
[[nodiscard]] std::expected<SecretRules, std::string> read_secret_rules(std::string_view json);

// Those built in.
[[nodiscard]] SecretRules const& secret_rules();

} // namespace postern::checks
