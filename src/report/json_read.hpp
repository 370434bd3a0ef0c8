#pragma once

#include "evidence/json.hpp"
#include "report/model.hpp"

#include <cstddef>
#include <expected>
#include <string_view>

namespace postern::report {

// Limits on what is read; a file beyond them is refused.
inline constexpr std::size_t report_file_max_bytes = 512 * 1024 * 1024;
inline constexpr std::size_t report_depth_max = 16;
inline constexpr std::size_t report_values_max = 4'000'000;

// Reads what write_json wrote, of any version 1.x; members that an earlier one lacks read as empty. Writing
// it again gives the same file, if this version wrote it. Bodies are as long as the file has them.
[[nodiscard]] std::expected<Report, evidence::EvidenceError> read_report(std::string_view text);

} // namespace postern::report
