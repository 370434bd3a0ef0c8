#pragma once

// A bug is an assertion with a reason, on in every build: a broken invariant in a security tool must stop it.

namespace postern {

// Prints what was violated, and where, to standard error and aborts. Never returns.
[[noreturn]] void assertion_failed(char const* condition, char const* reason, char const* file, int line);

} // namespace postern

#define POSTERN_ASSERT(condition, reason) \
    ((condition) ? static_cast<void>(0) : ::postern::assertion_failed(#condition, reason, __FILE__, __LINE__))
