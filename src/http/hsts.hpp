#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

namespace postern::http {

// What Strict-Transport-Security says: RFC 6797 section 6.1.
struct Hsts {
    enum class Subdomains { not_included, included };
    std::uint64_t max_age_seconds = 0; // one too large for this type is its greatest value
    Subdomains subdomains = Subdomains::not_included;
    bool operator==(Hsts const&) const = default;
};

// For which a browser ignores the whole field.
enum class HstsError {
    malformed,       // not directives that are separated by semicolons
    repeated,        // a directive that stands there twice
    max_age_missing, // it is required
    max_age_no_number,
    value_unexpected // includeSubDomains has none
};
[[nodiscard]] std::string_view describe(HstsError error);

// `value` is that of one field.
[[nodiscard]] std::expected<Hsts, HstsError> parse_hsts(std::string_view value);

} // namespace postern::http
