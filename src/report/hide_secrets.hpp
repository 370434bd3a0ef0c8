#pragma once

#include "report/model.hpp"

namespace postern::report {

// A report is passed on: what looks like a secret in an answer that it repeats, or in a finding's words,
// keeps its first characters, and the rest becomes asterisks. Of a file of secrets that the server gave away
// no letter stays. The evidence file holds it all.
void hide_secrets(Report& report, evidence::Evidence const& evidence);

} // namespace postern::report
