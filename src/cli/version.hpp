#pragma once

#include <string>

namespace postern::cli {

// "postern 0.1.0", and in further lines what it was built with and what it runs with.
[[nodiscard]] std::string version_text();

} // namespace postern::cli
