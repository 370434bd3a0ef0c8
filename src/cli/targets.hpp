#pragma once

#include <cstddef>
#include <expected>
#include <iosfwd>
#include <string>
#include <vector>

namespace postern::cli {

inline constexpr std::size_t targets_max = 1000;
inline constexpr std::size_t targets_file_max_bytes = 1024 * 1024;

// One of several apps to scan.
struct ScanTarget {
    std::string descriptor; // a URL or a file
    std::string base_url;   // empty: the descriptor's own
    std::string folder;     // name of its folder among the reports: "app.example", unique
    bool operator==(ScanTarget const&) const = default;
};

// One target a line: a descriptor and, behind a space, a base URL where it is not the descriptor's own. Empty
// lines and those that begin with # are left out. `name` stands in messages, which name the line and the
// remedy. Files are relative to `directory`, the one of the list.
[[nodiscard]] std::expected<std::vector<ScanTarget>, std::string>
read_targets(std::istream& in, std::string const& name, std::string const& directory);

} // namespace postern::cli
