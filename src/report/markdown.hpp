#pragma once

#include "report/model.hpp"

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace postern::report {

// A comment on GitHub holds 65,536 characters.
inline constexpr std::size_t markdown_max_bytes = 60'000;

// Text that means itself in Markdown as GitHub and GitLab read it: no markup, no link, no mention.
[[nodiscard]] std::string markdown_text(std::string_view text);

// The same as code, in as many backticks as it needs.
[[nodiscard]] std::string markdown_code(std::string_view text);

// Writes the report for a pull request or a ticket: verdicts, findings, what is waived or switched off, what
// is fixed, what was not seen and what a person must look at. Ends early, and says so, before it grows past
// markdown_max_bytes.
void write_markdown(Report const& report, std::ostream& out);

} // namespace postern::report
