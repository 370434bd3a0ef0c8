#pragma once

// Reads and validates an atlassian-connect.json.

#include "http/url.hpp"
#include "platform/platform.hpp"

#include <expected>
#include <optional>
#include <string_view>

namespace postern::platform::connect {

inline constexpr std::size_t app_key_max_bytes = 256;   // the schema says 80
inline constexpr std::size_t app_name_max_bytes = 1024; // longer ones are cut

// See Platform::read_descriptor. Whatever bytes `text` holds, it ends with an app or an error.
[[nodiscard]] std::expected<App, DescriptorError>
read_descriptor(std::string_view text, std::optional<http::Url> const& base_url_override);

} // namespace postern::platform::connect
