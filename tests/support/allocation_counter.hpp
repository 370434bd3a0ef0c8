#pragma once

// Counts heap allocations of the calling thread, by the program and inside libraries: everything ends in
// malloc. Include it in one source file of a program only, since it defines malloc there (or, where a
// sanitizer has its own, hooks that).

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define POSTERN_MALLOC_IS_SANITIZED
#endif
#endif

namespace postern::support {

inline thread_local std::size_t allocations_of_this_thread = 0;

// Allocations since construction.
class AllocationCounter {
public:
    [[nodiscard]] std::size_t count() const { return allocations_of_this_thread - start_; }

private:
    std::size_t start_ = allocations_of_this_thread;
};

} // namespace postern::support

#ifdef POSTERN_MALLOC_IS_SANITIZED

extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(void const volatile*,
                                                                             std::size_t),
                                                         void (*free_hook)(void const volatile*));

namespace postern::support {
inline int const allocation_hooks = __sanitizer_install_malloc_and_free_hooks(
    [](void const volatile*, std::size_t) { ++allocations_of_this_thread; }, [](void const volatile*) {});
} // namespace postern::support

#else

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);

void* malloc(std::size_t size)
{
    ++postern::support::allocations_of_this_thread;
    return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size)
{
    ++postern::support::allocations_of_this_thread;
    return __libc_calloc(count, size);
}

void* realloc(void* block, std::size_t size)
{
    ++postern::support::allocations_of_this_thread;
    return __libc_realloc(block, size);
}
}

#endif
