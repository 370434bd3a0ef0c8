#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>

namespace postern::cli {

// Writes a file through `write` so that it is either there in full or not there: into a new file beside it,
// readable by the owner only (mode 0600), which then takes the place of `path`. A symbolic link stays, its
// target is replaced. An interruption takes effect when that is done. What exists and is no regular file (a
// pipe, /dev/null) is written to as it is.
// Fails with a sentence that names the path and the reason; the old file is then untouched.
[[nodiscard]] std::expected<void, std::string> write_file(std::filesystem::path const& path,
                                                          std::function<void(std::ostream&)> const& write);

} // namespace postern::cli
