#pragma once

#include "report/model.hpp"

#include <vector>

namespace postern::report {

// The data that checks judge by, each set with its version: as it was when this was built. Reports say it, so
// that a list of known vulnerabilities, for one, is not taken for newer than it is.
[[nodiscard]] std::vector<RuleData> const& built_in_rule_data();

// The same of a catalogue of requirements.
[[nodiscard]] RuleData rule_data(Catalogue const& catalogue);

// "cipher suites 5.7 (2023-05-15)".
[[nodiscard]] std::string in_words(RuleData const& data);

} // namespace postern::report
