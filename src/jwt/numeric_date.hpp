#pragma once

#include "jwt/token.hpp"

#include <optional>
#include <string_view>

namespace postern::jwt {

enum class Rounding { down, up };

// A NumericDate (RFC 7519 section 2) from the JSON text of a value. Nothing if it is not a number or lies
// outside the years -9999 to 9999.
[[nodiscard]] std::optional<NumericDate> numeric_date(std::string_view value, Rounding rounding);

} // namespace postern::jwt
