#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>

namespace postern::cli {

enum class FileAccess {
    owner_only, // mode 0600: evidence and reports hold what an app must not tell everybody
    as_before   // as the file that is replaced; a new one as the process's umask says
};

// Writes a file through `write` so that it is either there in full or not there: into a new file beside it,
// which then takes the place of `path`. A symbolic link stays, its
// target is replaced. An interruption takes effect when that is done. What exists and is no regular file (a
// pipe, /dev/null) is written to as it is.
// Fails with a sentence that names the path, the reason and the remedy; the old file is then untouched.
[[nodiscard]] std::expected<void, std::string> write_file(std::filesystem::path const& path,
                                                          std::function<void(std::ostream&)> const& write,
                                                          FileAccess access = FileAccess::owner_only);

} // namespace postern::cli
