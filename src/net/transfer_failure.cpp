#include "net/transfer_failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <system_error>

namespace postern::net {
namespace {

using http::TransportFailure;
using Kind = http::TransportFailureKind;

constexpr std::size_t detail_max_bytes = 200;

// With a proxy, libcurl connects to nothing else; its words name whom it tried. Its hosts are without
// brackets.
bool tried_a_proxy(CurlFailure const& failure, http::Url const& url)
{
    constexpr std::string_view words = "Failed to connect to ";
    if (!failure.detail.starts_with(words))
        return false;
    auto const host = url.host.starts_with('[') ? url.host.substr(1, url.host.size() - 2) : url.host;
    return !failure.detail.substr(words.size()).starts_with(fmt::format("{} port {} ", host, url.port));
}

std::string printable(std::string_view text)
{
    std::string out(text.substr(0, detail_max_bytes));
    std::ranges::replace_if(out, [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, '?');
    return out;
}

std::string reason(long os_error)
{
    return os_error == 0 ? std::string("no address answered")
                         : std::generic_category().message(static_cast<int>(os_error));
}

TransportFailure not_connected(CurlFailure const& failure, std::string const& where, http::Url const& url)
{
    if (tried_a_proxy(failure, url))
        return {Kind::proxy_failed,
                fmt::format("cannot connect to the proxy for {}: {}", where, reason(failure.os_error))};
    return {Kind::connection_refused,
            fmt::format("cannot connect to {}: {}", where, reason(failure.os_error))};
}

TransportFailure tls(CurlFailure const& failure, std::string const& where)
{
    auto const detail =
        failure.detail.empty() ? std::string_view(curl_easy_strerror(failure.code)) : failure.detail;
    return {Kind::tls_failed, fmt::format("no TLS connection to {}: {}", where, printable(detail))};
}

TransportFailure lost(CurlFailure const& failure, std::string const& where)
{
    if (failure.connect_status != 0 && failure.connect_status / 100 != 2)
        return {Kind::proxy_failed,
                fmt::format("the proxy answered {} when asked for {}", failure.connect_status, where)};
    if (failure.detail.contains(
            "chunk")) // libcurl has one code for a lost connection and a chunk that is none
        return {Kind::protocol_violated, fmt::format("{} sent a chunked body that cannot be read", where)};
    auto const when = failure.received_header ? "before its response was complete" : "without a response";
    return {Kind::connection_lost, fmt::format("{} closed the connection {}", where, when)};
}

} // namespace

TransportFailure explain(CurlFailure const& failure, http::Url const& url)
{
    auto const where = fmt::format("{}:{}", url.host, url.port);
    switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return {Kind::name_not_resolved, fmt::format("the name {} cannot be resolved", url.host)};
    case CURLE_COULDNT_RESOLVE_PROXY:
        return {Kind::proxy_failed, "the proxy's name cannot be resolved"};
    case CURLE_PROXY:
        return {Kind::proxy_failed, fmt::format("the proxy refused to connect to {}", where)};
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED:
        return not_connected(failure, where, url);
    case CURLE_OPERATION_TIMEDOUT:
        return {Kind::timed_out, fmt::format("{} did not answer in time", where)};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_USE_SSL_FAILED:
        return tls(failure, where);
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_SEND_FAIL_REWIND:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_HTTP3:
    case CURLE_QUIC_CONNECT_ERROR:
        return lost(failure, where);
    case CURLE_OUT_OF_MEMORY: // what libcurl says of a header line over its own limit of 100 KB
    case CURLE_FILESIZE_EXCEEDED:
        return {Kind::limit_exceeded, fmt::format("{} sent a header line that is too long", where)};
    case CURLE_BAD_CONTENT_ENCODING:
        return {Kind::protocol_violated,
                fmt::format("{} sent a body that its Content-Encoding does not fit", where)};
    case CURLE_URL_MALFORMAT:
        return {Kind::protocol_violated, fmt::format("the URL of this request to {} cannot be sent", where)};
    default: // a weird reply, HTTP/0.9, a broken chunk, or what HTTP never leads to
        return {Kind::protocol_violated,
                fmt::format("{} sent what is not HTTP: {}", where, curl_easy_strerror(failure.code))};
    }
}

} // namespace postern::net
