#pragma once

#include <string_view>

namespace postern::cli {

// The part of `text` that is a token: without the white space around it, and without a "JWT " or "Bearer " in
// front, as it stands in a header.
[[nodiscard]] std::string_view bare_token(std::string_view text);

} // namespace postern::cli
