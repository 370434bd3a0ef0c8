#pragma once

// What one address of a host showed of its TLS, as plain values.

#include "base/clock.hpp"
#include "tls/certificate.hpp"
#include "tls/version.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::tls {

// What came of asking for one version.
enum class Reply {
    accepted,   // a ServerHello with this version
    refused,    // an alert, or a ServerHello with another version
    closed,     // the connection, without a word: how some servers refuse
    not_tls,    // something else than TLS
    silent,     // nothing in time
    unreachable // no connection
};
[[nodiscard]] std::string_view name(Reply reply);
[[nodiscard]] std::optional<Reply> reply_from(std::string_view name);

struct AskedVersion {
    Version version = Version::tls1_2;
    Reply reply = Reply::refused;
    std::string detail;                // the alert, or what was there instead; may be empty
    std::vector<std::uint16_t> suites; // that it accepted, in the order in which it chose them
    std::string stopped;               // why there may be more; empty: every known suite was offered
    bool operator==(AskedVersion const&) const = default;
};

enum class Stapling { stapled, not_stapled };
enum class NameMatch { matches, differs };

// Whether the chain leads to a certificate that is trusted, at the time of the scan. Dates are told apart:
// they stand in the certificates.
struct Trust {
    bool operator==(Trust const&) const = default;
    std::string untrusted;             // why not, in OpenSSL's words; empty: it does
    std::vector<std::string> outdated; // subjects of certificates on the way that are not valid at this time
};

// One whole handshake.
struct Session {
    std::string version;  // in OpenSSL's words: "TLSv1.3"
    std::string suite;    // IANA's name
    std::string group;    // of the key exchange; empty without one
    std::string protocol; // that ALPN chose: "h2"; may be empty
    Stapling stapling = Stapling::not_stapled;
    NameMatch name = NameMatch::differs;
    Trust trust;
    std::vector<Certificate> chain; // as it was sent, the leaf first; at most chain_certificates_max
    bool operator==(Session const&) const = default;
};
inline constexpr std::size_t chain_certificates_max = 10;

struct Address {
    std::string address;                // "192.0.2.1", "2001:db8::1"
    std::string unreachable;            // why there was no connection; empty where there was one
    std::vector<AskedVersion> versions; // those that were asked for
    std::optional<Session> session;
    std::string session_failure; // why there is none
    bool operator==(Address const&) const = default;
};

} // namespace postern::tls
