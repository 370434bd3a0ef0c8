#pragma once

#include "report/screen.hpp"
#include "scan/plan.hpp"

#include <iosfwd>

namespace postern::cli {

// What `postern scan --plan` shows: the endpoints with their places, the requests that would be sent, and the
// addresses of the descriptor that get none.
void write_plan_table(scan::Plan const& plan, report::TerminalStyle const& style, std::ostream& out);

// The same for machines, each request in full: docs/schema/plan-1.schema.json. Of tokens only those that a
// scan makes up itself are in it; the given user's is named, not shown.
void write_plan_json(scan::Plan const& plan, std::ostream& out);

} // namespace postern::cli
