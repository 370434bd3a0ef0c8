#pragma once

#include "simulator/inspector/exchange_log.hpp"

#include <string_view>

namespace postern::simulator::inspector {

// Whether `text` stands anywhere in an exchange, in any case (ASCII): address, method, status, purpose,
// headers, bodies, and the claims of its tokens.
[[nodiscard]] bool contains(RecordedExchange const& exchange, std::string_view text);

} // namespace postern::simulator::inspector
