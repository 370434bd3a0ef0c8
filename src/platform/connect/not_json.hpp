#pragma once

// Why a text that should be a descriptor is not JSON, in words that help: people give the address of a page,
// the template from the repository, an XML descriptor of the time before Connect …

#include "platform/connect/located_json.hpp"
#include "platform/platform.hpp"

#include <string_view>

namespace postern::platform::connect {

[[nodiscard]] DescriptorError explain_not_json(std::string_view text, JsonFailure const& failure);

} // namespace postern::platform::connect
