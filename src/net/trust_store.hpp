#pragma once

// The certificates that a scan trusts, and whether a chain leads to one of them.

#include "base/clock.hpp"
#include "base/free_with.hpp"
#include "tls/observed.hpp"

#include <openssl/x509.h>

#include <expected>
#include <memory>
#include <string>

namespace postern::net {

class TrustStore {
public:
    // The system's certificates, or those of a PEM file instead. A sentence where they cannot be read.
    [[nodiscard]] static std::expected<TrustStore, std::string> load(std::string const& ca_file);

    // `leaf` with the certificates that came with it; both are only read. Dates are taken at `now` and told
    // apart from all other reasons.
    [[nodiscard]] tls::Trust verify(X509* leaf, STACK_OF(X509) * chain, TimePoint now) const;

private:
    using StorePtr = std::unique_ptr<X509_STORE, FreeWith<X509_STORE_free>>;
    explicit TrustStore(StorePtr store) : store_(std::move(store)) {}
    StorePtr store_;
};

// Whether the certificate is for this name or, without brackets, this IP address: RFC 9525.
[[nodiscard]] tls::NameMatch match_name(X509* leaf, std::string const& host);

} // namespace postern::net
