#pragma once

#include "report/catalogue.hpp"
#include "report/screen.hpp"

#include <iosfwd>

namespace postern::report {

// A catalogue for a person, and as JSON: each requirement with its checks and its numbers elsewhere.
void write_catalogue(Catalogue const& catalogue, TerminalStyle const& style, std::ostream& out);
void write_catalogue_json(Catalogue const& catalogue, std::ostream& out);

} // namespace postern::report
