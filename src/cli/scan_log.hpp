#pragma once

// What a scan says of itself while it runs.

#include "cli/command.hpp"
#include "http/exchange.hpp"
#include "report/model.hpp"
#include "scan/plan.hpp"

#include <string>

namespace postern::cli {

// "scan-started", a milestone: how much is to be asked of which app.
void log_scan_started(Environment& environment, std::string const& descriptor, scan::Plan const& plan);

// "request", a detail: the address without its query, which may hold a token, and what came of it.
void log_exchange(Environment& environment, http::Exchange const& exchange);

// "scan-finished", a milestone.
void log_scan_finished(Environment& environment, report::Report const& report, int exit_status);

} // namespace postern::cli
