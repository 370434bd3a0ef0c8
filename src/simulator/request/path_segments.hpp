#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

// What stands between the slashes of a path, as it is written; what is empty too.
[[nodiscard]] std::vector<std::string_view> path_segments(std::string_view path);

// In a path, unlike in a form, a plus is a plus.
[[nodiscard]] std::string decode_segment(std::string_view segment);

} // namespace postern::simulator
