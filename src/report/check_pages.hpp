#pragma once

#include "base/embedded_file.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace postern::report {

// docs/checks/*.md, as they were when this was built: "<check id>.md".
[[nodiscard]] std::span<EmbeddedFile const> check_pages();

// The page of one check, Markdown; nothing for an id that is no check's.
[[nodiscard]] std::optional<std::string_view> check_page(std::string_view check);

// A section of a page: what stands between its heading "## <title>" and the next of that level, trimmed.
// Nothing where there is no such heading.
[[nodiscard]] std::optional<std::string_view> section(std::string_view page, std::string_view title);

} // namespace postern::report
