#include "net/tls_session.hpp"

#include "base/assert.hpp"
#include "http/local_host.hpp"

#include <boost/asio/ssl.hpp>
#include <openssl/err.h>

#include <algorithm>
#include <array>

namespace postern::net {
namespace {

std::string der_of(X509* certificate)
{
    auto const size = i2d_X509(certificate, nullptr);
    if (size <= 0 || static_cast<std::size_t>(size) > tls::certificate_max_bytes)
        return "";
    std::string der(static_cast<std::size_t>(size), '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(certificate, &at);
    return der;
}

std::string text_or_empty(char const* text) { return text ? text : ""; }

} // namespace

boost::asio::ssl::context observing_context()
{
    boost::asio::ssl::context context(boost::asio::ssl::context::tls_client);
    auto* const native = context.native_handle();
    SSL_CTX_set_security_level(native, 0);
    // Past what the system's configuration allows: that is for who trusts the other side.
    SSL_CTX_set_min_proto_version(native, 0);
    SSL_CTX_set_max_proto_version(native, 0);
    POSTERN_ASSERT(SSL_CTX_set_cipher_list(native, "ALL:COMPLEMENTOFALL:@SECLEVEL=0") == 1,
                   "OpenSSL knows its own cipher lists");
    SSL_CTX_set_options(native, SSL_OP_LEGACY_SERVER_CONNECT);
    SSL_CTX_set_verify(native, SSL_VERIFY_NONE, nullptr);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_max_cert_list(native, tls::chain_certificates_max * tls::certificate_max_bytes);
    return context;
}

std::string prepare(SSL* ssl, std::string const& host)
{
    if (!http::is_ip_address(host) && SSL_set_tlsext_host_name(ssl, host.c_str()) != 1) {
        ERR_clear_error();
        return "the name does not fit into a handshake";
    }
    SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp);
    constexpr auto protocols =
        std::to_array<unsigned char>({2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'});
    SSL_set_alpn_protos(ssl, protocols.data(), protocols.size());
    return "";
}

tls::Session session_of(SSL* ssl, std::string const& host, TrustStore const& trust, TimePoint now)
{
    tls::Session session{.version = SSL_get_version(ssl),
                         .suite = text_or_empty(SSL_CIPHER_standard_name(SSL_get_current_cipher(ssl)))};
    if (auto const group = SSL_get_negotiated_group(ssl); group > 0)
        session.group = text_or_empty(SSL_group_to_name(ssl, static_cast<int>(group)));
    unsigned char const* protocol = nullptr;
    unsigned protocol_size = 0;
    SSL_get0_alpn_selected(ssl, &protocol, &protocol_size);
    session.protocol.assign(reinterpret_cast<char const*>(protocol), protocol_size);
    unsigned char const* staple = nullptr;
    if (SSL_get_tlsext_status_ocsp_resp(ssl, &staple) > 0)
        session.stapling = tls::Stapling::stapled;

    auto* const leaf = SSL_get0_peer_certificate(ssl);
    auto* const chain = SSL_get_peer_cert_chain(ssl);
    if (!leaf) { // an anonymous suite
        session.trust.untrusted = "the server showed no certificate";
        return session;
    }
    session.trust = trust.verify(leaf, chain, now);
    session.name = match_name(leaf, host);
    auto const count =
        std::min(static_cast<std::size_t>(std::max(sk_X509_num(chain), 0)), tls::chain_certificates_max);
    for (std::size_t i = 0; i < count; ++i)
        if (auto certificate = tls::read_certificate(der_of(sk_X509_value(chain, static_cast<int>(i)))))
            session.chain.push_back(*std::move(certificate));
    ERR_clear_error();
    return session;
}

} // namespace postern::net
