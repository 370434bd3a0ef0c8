#pragma once

#include "jwt/failure.hpp"
#include "jwt/json_scan.hpp"
#include "jwt/token.hpp"
#include "jwt/verifier.hpp"

#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace postern::jwt {

// Takes compact tokens apart, one after the other, in memory that it keeps. The one place that decides what a
// well-formed token is: parse(), verify() and Verifier all read through it.
class Reader {
public:
    // Everything up to and including that `alg` is a string. The view lives until the next call; `compact`
    // must live as long. Claims of a wrong type are absent in it, claims_failure() tells of them.
    [[nodiscard]] std::expected<TokenView, Failure> read(std::string_view compact);

    // The first claim of the last token that does not have the type it must have.
    [[nodiscard]] std::optional<Failure> claims_failure() const { return claims_failure_; }

private:
    std::optional<Failure> decode(std::string_view compact);
    std::optional<Failure> scan();
    std::optional<Failure> read_header();
    void read_claims();
    void note(Failure failure);

    std::vector<char> header_bytes_;
    std::vector<char> payload_bytes_;
    std::vector<char> signature_bytes_;
    JsonScanner header_;
    JsonScanner payload_;
    std::vector<std::string_view> audience_;
    std::optional<Failure> claims_failure_;
    TokenView token_;
};

} // namespace postern::jwt
