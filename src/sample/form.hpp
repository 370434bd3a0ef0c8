#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern::sample {

// All values of one parameter of a query (application/x-www-form-urlencoded), decoded, in order. An escape
// that is none stands for itself.
[[nodiscard]] std::vector<std::string> form_values(std::string_view query, std::string_view name);

// The first of them, or "".
[[nodiscard]] std::string form_value(std::string_view query, std::string_view name);

} // namespace postern::sample
