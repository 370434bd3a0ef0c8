#pragma once

#include "jwt/token.hpp"
#include "jwt/verifier.hpp"

namespace postern::jwt {

// A token of its own from views into somebody else's memory.
[[nodiscard]] Token copy_token(TokenView const& view);

} // namespace postern::jwt
