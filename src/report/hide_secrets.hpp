#pragma once

#include "report/model.hpp"

namespace postern::report {

// A report is passed on: what looks like a secret in an answer that it repeats, or in a finding's words,
// keeps its first characters, and the rest becomes asterisks. The evidence file holds it whole.
void hide_secrets(Report& report);

} // namespace postern::report
