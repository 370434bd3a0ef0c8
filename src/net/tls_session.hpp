#pragma once

// One whole handshake by OpenSSL as values.

#include "base/clock.hpp"
#include "net/trust_store.hpp"
#include "tls/observed.hpp"

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>

#include <string>

namespace postern::net {

// A client that takes whatever OpenSSL can still speak and enforces nothing. For looking only: nothing worth
// anything may be sent through it.
[[nodiscard]] boost::asio::ssl::context observing_context();

// Asks for the name, a stapled OCSP response and HTTP. `host` is without brackets. A sentence where it
// cannot.
[[nodiscard]] std::string prepare(SSL* ssl, std::string const& host);

// After the handshake.
[[nodiscard]] tls::Session session_of(SSL* ssl, std::string const& host, TrustStore const& trust,
                                      TimePoint now);

} // namespace postern::net
