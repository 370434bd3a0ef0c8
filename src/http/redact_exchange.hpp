#pragma once

#include "base/redact.hpp"
#include "http/exchange.hpp"

namespace postern::http {

// The exchange as it may be kept:
// - the redactor's secrets are replaced in the address, the header values, both bodies and the failure
// message;
// - the values of cookies become as many asterisks (Cookie, Set-Cookie); names and attributes stay;
// - compact tokens (http/token_signature.hpp) in the response lose their signature, unless the request holds
// the
//   same token: what the target merely repeats is the sender's own, what it issues could be used by a reader.
// `body_bytes` of the response changes with the length of the body, so that a whole body stays whole.
[[nodiscard]] Exchange redacted(Exchange exchange, Redactor const& redactor);

// The same for a hop on the way that began with the request `first`, as it was sent: a token that `first`
// does not hold was issued by the target, and loses its signature in the later requests too.
[[nodiscard]] Exchange redacted_hop(Exchange exchange, Redactor const& redactor, Request const& first);

} // namespace postern::http
