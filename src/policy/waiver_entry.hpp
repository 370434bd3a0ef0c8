#pragma once

#include "policy/policy_toml.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace postern::policy {

// A finding and its check in a report.
struct Found {
    report::CheckResult const* check = nullptr;
    report::Finding const* finding = nullptr;
};

// The finding with this id; the error names one that is near.
[[nodiscard]] std::expected<Found, std::string> find_finding(report::Report const& report,
                                                             std::string_view id);

struct WaiverWish {
    Reason reason = Reason::false_positive;
    std::string explanation;
    std::string author;
    Day expires;
};

// The text of a policy file with one more waiver at its end, for this finding alone; every byte before it
// stays. Refuses, in a sentence with the remedy, a finding that is waived already or that could not be looked
// at, and a file that cannot be read with the waiver in it.
[[nodiscard]] std::expected<std::string, std::string> with_waiver(std::string_view text,
                                                                  std::string const& file, Found const& found,
                                                                  WaiverWish const& wish, Day today);

} // namespace postern::policy
