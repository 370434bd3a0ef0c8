#pragma once

#include "http/message.hpp"

#include <string_view>

namespace postern::http {

// The token that a request presents, in its Authorization header or as the parameter `jwt`; empty without
// one.
[[nodiscard]] std::string_view presented_token(Request const& request);

} // namespace postern::http
