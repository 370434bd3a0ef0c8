#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace postern {

// Shorter secrets would tear holes into innocent text, and can be guessed anyway.
inline constexpr std::size_t secret_min_bytes = 8;

// A secret that the end of a text cuts off is replaced if this much of it is there.
inline constexpr std::size_t cut_secret_min_bytes = 8;

// Secret::what of the token of the user for whom somebody scans, and the placeholder that it gives.
inline constexpr std::string_view user_token_words = "user token";
inline constexpr std::string_view redacted_user_token = "[redacted user token]";

struct Secret {
    std::string what; // to stand in the placeholder: "user token"
    std::string value;
};

enum class SecretError {
    too_short,      // fewer than secret_min_bytes
    what_not_words, // `what` is not made of letters, digits, spaces and hyphens
};

[[nodiscard]] std::string_view describe(SecretError error);

// Replaces secrets in text by placeholders that say what stood there: "[redacted user token]".
class Redactor {
public:
    // Knows no secret.
    Redactor() = default;

    [[nodiscard]] static std::expected<Redactor, SecretError> make(std::vector<Secret> secrets);

    // `text` without the secrets, whether they stand there as they are or with any of their bytes
    // percent-encoded (once or more often), escaped as in JSON or JavaScript strings, or written as HTML
    // character references. Not found: secrets that are compressed, encrypted, hashed or in base64.
    [[nodiscard]] std::string redacted(std::string text) const;

private:
    struct Known {
        std::string placeholder;
        std::string value;
    };

    std::vector<Known> known_;       // the longest first
    std::array<bool, 256> begins_{}; // bytes that an occurrence can begin with
};

} // namespace postern
