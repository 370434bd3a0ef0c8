#pragma once

#include <map>
#include <string>
#include <string_view>

namespace postern::simulator {

// The parameters of a query, decoded as a form is; of a repeated name the first counts.
[[nodiscard]] std::map<std::string, std::string, std::less<>> query_values(std::string_view query);

// The value of one of them; empty if it is not there.
[[nodiscard]] std::string query_value(std::string_view query, std::string_view name);

} // namespace postern::simulator
