#pragma once

// A file that a test holds its result to, byte for byte. With POSTERN_GOLDEN=rewrite in the environment
// (./dev golden) the file is written instead, to be reviewed in the diff.

#include <filesystem>
#include <string>

namespace postern::golden {

[[nodiscard]] std::string contents(std::filesystem::path const& file);

void expect_golden(std::filesystem::path const& file, std::string const& text);

} // namespace postern::golden
