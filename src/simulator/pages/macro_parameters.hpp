#pragma once

// What a macro's address says of its parameters.

#include "simulator/pages/module.hpp"

#include <map>
#include <string>
#include <string_view>

namespace postern::simulator {

// The parameters of `module` that stand in `url_template`, with their defaults: nobody has chosen others.
// Nothing for what is no macro.
[[nodiscard]] std::map<std::string, std::string> parameters_in(std::string_view url_template,
                                                               Module const& module);

} // namespace postern::simulator
