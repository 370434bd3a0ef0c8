#pragma once

#include "report/model.hpp"

namespace postern::golden {

// What an earlier scan of the example could have reported: some findings are new since then, one had another
// verdict, one is fixed, and one stands where the later scan got no answer. Without the exchanges, which a
// baseline does not need.
[[nodiscard]] report::Report example_baseline(report::Report report);

} // namespace postern::golden
