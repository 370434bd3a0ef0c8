#pragma once

#include "base/embedded_file.hpp"

#include <span>

namespace postern::report {

// What web/report was built to: "report.css" and "report.js".
[[nodiscard]] std::span<EmbeddedFile const> html_assets();

} // namespace postern::report
