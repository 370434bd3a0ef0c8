#pragma once

#include "http/message.hpp"
#include "jwt/token.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

namespace postern::report::html {

inline constexpr std::size_t tokens_per_request_max = 4;

// A token that a request carried.
struct CarriedToken {
    std::string where; // "address", "header Authorization", "body"
    std::expected<jwt::Token, jwt::Failure> token;
};

// What looks like a compact JSON Web Token in the address, the headers and the body, each once: three parts
// in the letters of base64url, the first a JSON object. Nothing is verified.
[[nodiscard]] std::vector<CarriedToken> carried_tokens(http::Request const& request);

} // namespace postern::report::html
