#pragma once

namespace postern {

// A deleter for std::unique_ptr that calls the function with which a C library frees its objects.
template <auto Free>
struct FreeWith {
    template <typename T>
    void operator()(T* object) const
    {
        Free(object);
    }
};

} // namespace postern
