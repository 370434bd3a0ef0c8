#pragma once

// A scan of the sample app through the command line, and what its report says.

#include "scan/sample_target.hpp"
#include "support/command_line.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace postern::scan_test {

using nlohmann::json;

// The report, and the status of the command as its "exit_status".
[[nodiscard]] json scan(support::CommandLine& postern, SampleTarget const& target,
                        std::vector<std::string> more = {});

// Null where the report has no such check.
[[nodiscard]] json const* find_check(json const& report, std::string_view id);

// The ids of the checks that gave it.
[[nodiscard]] std::vector<std::string> with_verdict(json const& report, std::string_view verdict);

// The first exchange of the first finding that failed is in the report and has an answer; where no exchange
// shows it, something else does.
void expect_proof(json const& report, json const& check);

} // namespace postern::scan_test
