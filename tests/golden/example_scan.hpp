#pragma once

// The evidence of the golden files: a small scan in which something of everything happens.

#include "evidence/evidence.hpp"

#include <string>
#include <string_view>

namespace postern::golden {

// An app of which one page leaks, one is a public shell that any site may read, one refuses, an asset is
// public, a webhook does not answer, an install callback accepts what the host did not sign, and the host's
// TLS is old.
[[nodiscard]] evidence::Evidence example_scan();

// The same app, whose texts try to repaint the terminal and are not all UTF-8. The scan was cut short.
[[nodiscard]] evidence::Evidence odd_bytes();

} // namespace postern::golden
