#pragma once

#include "http/message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace postern::http {

// The ways in which a request gets no response. Silence is an observation, not an error of ours.
enum class TransportFailureKind {
    name_not_resolved,
    connection_refused,
    connection_lost, // reset or closed before the response was complete
    timed_out,       // the time limit of this one request
    deadline_passed, // the time limit of the whole scan; the request may not have been sent
    cancelled,       // interrupted by the user; the request may not have been sent
    tls_failed,      // handshake or certificate
    proxy_failed,
    protocol_violated, // not HTTP, or HTTP that cannot be read
    limit_exceeded     // header section or decompressed body beyond the client's limits
};

[[nodiscard]] std::string_view name(TransportFailureKind kind); // e.g. "connection_refused"
// "the connection was refused", "timed out" … to stand in brackets or before a colon.
[[nodiscard]] std::string_view in_words(TransportFailureKind kind);
[[nodiscard]] std::optional<TransportFailureKind> transport_failure_kind_from(std::string_view name);

struct TransportFailure {
    TransportFailureKind kind;
    std::string message; // one sentence for a person, without secrets
    bool operator==(TransportFailure const&) const = default;
};

using Outcome = std::variant<Response, TransportFailure>;

// One request and what came of it. `id` is unique in one scan.
struct Exchange {
    std::string id;
    Request request;
    Outcome outcome;
    std::chrono::microseconds elapsed{};
    bool operator==(Exchange const&) const = default;

    [[nodiscard]] Response const* response() const { return std::get_if<Response>(&outcome); }
};

} // namespace postern::http
