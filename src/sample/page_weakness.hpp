#pragma once

#include "http/message.hpp"
#include "sample/weakness.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace postern::sample {

// What weaknesses put into the public page: a script with a vulnerable library, a form for an API token.
// `base` is the app's base URL without a "/" at its end.
[[nodiscard]] std::string careless_parts(std::string_view base, WeaknessSet weaknesses);

// The script with the library. Nothing without the weakness, or for another path.
[[nodiscard]] std::optional<http::Response> library_file(std::string_view path, WeaknessSet weaknesses);

// A refusal that repeats the query of the address, decoded, as it stands there.
[[nodiscard]] http::Response refusal_with_reflection(std::string_view query);

} // namespace postern::sample
