#include "checks/check.hpp"

namespace postern::checks {

std::span<Check const> all() { return {}; }

} // namespace postern::checks
