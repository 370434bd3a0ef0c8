#pragma once

// The hosts of the golden example and what they showed of their TLS.

#include "evidence/evidence.hpp"

#include <functional>

namespace postern::golden {

// Gives a request its number and what came of it.
using MakeExchange = std::function<http::Exchange(http::Request, http::Outcome)>;

// The app's host speaks TLS 1.0 with a broken suite and says nothing of HSTS; the vendor's is only named.
void add_example_hosts(evidence::Evidence& evidence, MakeExchange const& exchange);

} // namespace postern::golden
