#pragma once

// What a person's policy and an earlier report have to do with this one, for the terminal.

#include "report/model.hpp"
#include "report/screen.hpp"

#include <string>

namespace postern::report {

// "; waived", "; off", "; new", "; changed": behind the id of a finding.
[[nodiscard]] std::string what_became_of(Finding const& finding);

// Who waived it and why, which rule changed it. Nothing where neither happened.
void write_policy_of(Finding const& finding, Screen& screen);

void write_policy_notes(Report const& report, Screen& screen);
void write_baseline(Report const& report, Screen& screen);

} // namespace postern::report
