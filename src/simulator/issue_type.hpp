#pragma once

// The types that issues of the simulated sites have.

#include <string_view>

namespace postern::simulator {

// The id of a type, as {issuetype.id} and the REST API have it; one for all names that are not known.
[[nodiscard]] std::string_view issue_type_id(std::string_view name);

} // namespace postern::simulator
