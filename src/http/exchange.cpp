#include "http/exchange.hpp"

namespace postern::http {

std::string_view name(TransportFailureKind kind)
{
    switch (kind) {
    case TransportFailureKind::name_not_resolved:
        return "name_not_resolved";
    case TransportFailureKind::connection_refused:
        return "connection_refused";
    case TransportFailureKind::connection_lost:
        return "connection_lost";
    case TransportFailureKind::timed_out:
        return "timed_out";
    case TransportFailureKind::deadline_passed:
        return "deadline_passed";
    case TransportFailureKind::cancelled:
        return "cancelled";
    case TransportFailureKind::tls_failed:
        return "tls_failed";
    case TransportFailureKind::proxy_failed:
        return "proxy_failed";
    case TransportFailureKind::protocol_violated:
        return "protocol_violated";
    case TransportFailureKind::limit_exceeded:
        return "limit_exceeded";
    }
    return "";
}

std::string_view in_words(TransportFailureKind kind)
{
    switch (kind) {
    case TransportFailureKind::name_not_resolved:
        return "the host name was not found";
    case TransportFailureKind::connection_refused:
        return "the connection was refused";
    case TransportFailureKind::connection_lost:
        return "the connection broke";
    case TransportFailureKind::timed_out:
        return "timed out";
    case TransportFailureKind::deadline_passed:
        return "the scan's time was over";
    case TransportFailureKind::cancelled:
        return "the scan was interrupted";
    case TransportFailureKind::tls_failed:
        return "TLS failed";
    case TransportFailureKind::proxy_failed:
        return "the proxy failed";
    case TransportFailureKind::protocol_violated:
        return "not valid HTTP";
    case TransportFailureKind::limit_exceeded:
        return "too large";
    }
    return "";
}

std::optional<TransportFailureKind> transport_failure_kind_from(std::string_view text)
{
    using enum TransportFailureKind;
    for (auto const kind :
         {name_not_resolved, connection_refused, connection_lost, timed_out, deadline_passed, cancelled,
          tls_failed, proxy_failed, protocol_violated, limit_exceeded})
        if (name(kind) == text)
            return kind;
    return std::nullopt;
}

} // namespace postern::http
