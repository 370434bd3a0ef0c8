#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>

namespace postern::cli {

// The bytes of a file; at most `max_bytes` and one more, by which its reader sees that it is too large. Fails
// with a sentence that names the path and the reason.
[[nodiscard]] std::expected<std::string, std::string> read_text_file(std::filesystem::path const& path,
                                                                     std::size_t max_bytes);

} // namespace postern::cli
