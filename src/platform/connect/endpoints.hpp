#pragma once

// All addresses in a descriptor: which are endpoints of the app, and why the others are not.

#include "http/url.hpp"
#include "platform/connect/located_json.hpp"
#include "platform/platform.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace postern::platform::connect {

inline constexpr std::size_t addresses_max_count = 5000; // endpoints and others together
inline constexpr std::size_t warnings_max_count = 100;   // what is more is counted
inline constexpr std::size_t module_key_max_bytes = 128;

struct AddressList {
    std::vector<Endpoint> endpoints; // all in the order of the descriptor
    std::vector<Endpoint> unusable;
    std::vector<Unprobed> unprobed;
    std::vector<std::string> warnings;
};

// `root` is the descriptor, an object; `declared_base_url` its own text for the base URL, "" for none.
[[nodiscard]] std::expected<AddressList, DescriptorError> list_addresses(JsonValue const& root,
                                                                         LineIndex const& lines,
                                                                         http::Url const& base_url,
                                                                         std::string_view declared_base_url);

// One sentence with its place, for App::warnings.
[[nodiscard]] std::string warning_at(std::string_view sentence, Position position);

} // namespace postern::platform::connect
