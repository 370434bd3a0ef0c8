#include "probes/probe.hpp"

namespace postern::probes {

std::string_view name(Effect effect) { return effect == Effect::reads ? "reads" : "may_change"; }

} // namespace postern::probes
