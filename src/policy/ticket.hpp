#pragma once

#include "policy/waiver_entry.hpp"

#include <iosfwd>

namespace postern::policy {

inline constexpr std::size_t ticket_exchanges_max = 5;

// The text to paste into a vulnerability ticket: which requirement, what was observed, why it is accepted if
// it is, and the evidence. Only what the report holds is claimed. Text of the target is in it: the caller
// makes it printable.
[[nodiscard]] std::string ticket(report::Report const& report, Found const& found);

} // namespace postern::policy
