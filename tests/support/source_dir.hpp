#pragma once

#include <filesystem>

namespace postern::support {

// The folder that the tests were built from. In a library of its own: as a macro it would make every test
// that is compiled differ from one clone to the next, and the compiler's cache would find none of them.
std::filesystem::path source_dir();

} // namespace postern::support
