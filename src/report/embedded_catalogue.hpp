#pragma once

#include <string_view>

namespace postern::report {

// The text of catalogue/marketplace-2023.json, as it was when this was built.
[[nodiscard]] std::string_view embedded_catalogue();

} // namespace postern::report
