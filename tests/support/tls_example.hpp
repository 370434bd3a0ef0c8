#pragma once

// The TLS of a host as a careful owner has it, for the tests of checks. Each test spoils one thing.

#include "support/example_evidence.hpp"

#include <string>
#include <utility>

namespace postern::support {

inline tls::Certificate example_certificate(std::string const& name)
{
    using namespace std::chrono_literals;
    return {.subject = "CN=" + name,
            .issuer = "CN=Example Authority",
            .names = {name},
            .not_before = TimePoint(1'700'000'000'000ms) - 24h * 10,
            .not_after = TimePoint(1'700'000'000'000ms) + 24h * 80,
            .signature = "ecdsa-with-SHA256",
            .key = "EC",
            .key_bits = 256,
            .sha256 = "5d41402abc4b2a76b9719d911017c592ae1b7d1f4c2e0f1a3b5c7d9e8f6a4b2c"};
}

inline tls::Address example_address(std::string const& name)
{
    using enum tls::Reply;
    tls::Address address{.address = "192.0.2.1"};
    address.versions = {
        {.version = tls::Version::tls1_3, .reply = accepted, .suites = {0x1302, 0x1301}},
        {.version = tls::Version::tls1_2, .reply = accepted, .suites = {0xc02c, 0xc02b}},
        {.version = tls::Version::tls1_1, .reply = refused, .detail = "protocol version (alert 70)"},
        {.version = tls::Version::tls1_0, .reply = refused, .detail = "protocol version (alert 70)"},
        {.version = tls::Version::ssl3, .reply = closed, .detail = "closed the connection"},
    };
    address.session = tls::Session{.version = "TLSv1.3",
                                   .suite = "TLS_AES_256_GCM_SHA384",
                                   .group = "x25519",
                                   .protocol = "h2",
                                   .name = tls::NameMatch::matches,
                                   .chain = {example_certificate(name)}};
    return address;
}

inline evidence::TlsHost example_tls_host(std::string const& name)
{
    return {.host = name + ":443", .addresses = {example_address(name)}};
}

// Of the hosts of example_evidence(); the exchanges get these ids.
inline evidence::TlsHosts example_tls(std::string plain_id, std::string secure_id)
{
    auto app = example_tls_host("app.example");
    auto redirect = http::make_response(301, "", "");
    redirect.headers.set("Location", "https://app.example/");
    app.plain = example_exchange(std::move(plain_id), "http://app.example/", std::move(redirect));
    auto page = http::make_response(404, "text/plain", "nothing here");
    page.headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    app.secure = example_exchange(std::move(secure_id), "https://app.example/", std::move(page));
    auto vendor = example_tls_host("vendor.example");
    vendor.plain_not_sent = "the host is only named in the descriptor";
    return {.hosts = {std::move(app), std::move(vendor)}};
}

} // namespace postern::support
