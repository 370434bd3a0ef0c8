#pragma once

#include "cli/command_tree.hpp"

#include <iosfwd>
#include <string_view>

namespace postern::cli {

// The manual page postern(1) in the man macros of roff (man(7)), every command and option on it.
void write_man_page(CommandFacts const& program, std::string_view version, std::ostream& out);

} // namespace postern::cli
