#pragma once

#include "cli/command.hpp"

#include <string>

namespace postern::cli {

// The compact token in a file, or on standard input for "-"; white space around it is dropped, and a "JWT "
// or "Bearer " in front, as it stands in a header. Throws UsageError, without a part of the token in it, if
// there is none, or one that has expired. Its signature is not checked: whose it is, only the app can tell.
[[nodiscard]] std::string read_user_token(std::string const& path, Environment& environment);

} // namespace postern::cli
