#pragma once

// The evidence of the golden files: a small scan in which something of everything happens.

#include "evidence/evidence.hpp"

#include <string>
#include <string_view>

namespace postern::golden {

// An app of which one page leaks, one is a public shell, one refuses, an asset is public, a webhook does not
// answer, and an install callback accepts what the host did not sign. The scan was cut short.
[[nodiscard]] evidence::Evidence example_scan();

// The same app, whose texts try to repaint the terminal and are not all UTF-8.
[[nodiscard]] evidence::Evidence odd_bytes();

} // namespace postern::golden
