#pragma once

#include "http/set_cookie.hpp"

#include <optional>
#include <string_view>

namespace postern::checks {

// What makes a cookie look like a session's: "its name", "the length of its value", "its HttpOnly"; nothing
// where it looks like none. Values are masked when they are captured: only their length is left.
[[nodiscard]] std::optional<std::string_view> session_sign(http::SetCookie const& cookie);

} // namespace postern::checks
