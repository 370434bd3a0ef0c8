#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace postern {

void assertion_failed(char const* condition, char const* reason, char const* file, int line)
{
    std::fprintf(stderr, "postern: internal error: %s (%s) at %s:%d\n", reason, condition, file, line);
    std::abort();
}

} // namespace postern
