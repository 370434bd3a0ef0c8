#pragma once

#include <chrono>

namespace postern::net {

// An absolute point of the steady clock; one is passed down through everything that may wait.
using Deadline = std::chrono::steady_clock::time_point;

} // namespace postern::net
