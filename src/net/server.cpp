#include "net/server.hpp"

#include "base/assert.hpp"
#include "net/listener.hpp"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <fmt/format.h>

#include <utility>

namespace postern::net {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

// For TLS 1.2, of Mozilla's intermediate configuration 5.7
// (https://ssl-config.mozilla.org/guidelines/5.7.json) those with an ephemeral elliptic curve.
constexpr char const* tls12_suites =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

std::expected<std::unique_ptr<ssl::context>, std::string> tls_context(TlsIdentity const& identity)
{
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    boost::system::error_code failed;
    context->set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 |
                         ssl::context::no_tlsv1_1);
    POSTERN_ASSERT(SSL_CTX_set_cipher_list(context->native_handle(), tls12_suites) == 1,
                   "OpenSSL knows these suites");
    context->use_certificate_chain(asio::buffer(identity.certificate_pem), failed);
    if (failed)
        return std::unexpected(fmt::format("cannot read the certificate: {}", failed.message()));
    context->use_private_key(asio::buffer(identity.private_key_pem), ssl::context::pem, failed);
    if (failed)
        return std::unexpected(fmt::format("cannot use the private key: {}", failed.message()));
    return context;
}

std::expected<asio::ip::tcp::acceptor, boost::system::error_code>
open_acceptor(asio::any_io_executor const& executor, asio::ip::tcp::endpoint const& endpoint)
{
    asio::ip::tcp::acceptor acceptor(executor);
    boost::system::error_code failed;
    acceptor.open(endpoint.protocol(), failed);
    if (!failed)
        acceptor.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed)
        acceptor.bind(endpoint, failed);
    if (!failed)
        acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed)
        return std::unexpected(failed);
    return acceptor;
}

} // namespace

std::expected<std::unique_ptr<Server>, std::string> Server::listen(asio::any_io_executor executor,
                                                                   Service& service, ServerOptions options)
{
    auto const where = fmt::format(fmt::runtime(options.address.contains(':') ? "[{}]:{}" : "{}:{}"),
                                   options.address, options.port);
    boost::system::error_code failed;
    auto const address = asio::ip::make_address(options.address, failed);
    if (failed)
        return std::unexpected(
            fmt::format("cannot listen on {}: {} is not an IP address", where, options.address));
    std::unique_ptr<ssl::context> tls;
    if (options.tls) {
        auto made = tls_context(*options.tls);
        if (!made)
            return std::unexpected(fmt::format("cannot listen on {}: {}", where, made.error()));
        tls = std::move(*made);
    }
    auto acceptor = open_acceptor(executor, {address, options.port});
    if (!acceptor)
        return std::unexpected(fmt::format("cannot listen on {}: {}", where, acceptor.error().message()));
    auto listener = std::make_shared<Listener>(std::move(*acceptor),
                                               SessionSettings{service, std::move(options), std::move(tls)});
    listener->start();
    return std::unique_ptr<Server>(new Server(std::move(listener)));
}

Server::Server(std::shared_ptr<Listener> listener) : listener_(std::move(listener)) {}

Server::~Server() { listener_->close(); }

std::uint16_t Server::port() const { return listener_->port(); }

asio::awaitable<void> Server::stop(Deadline grace) { return listener_->stop(grace); }

} // namespace postern::net
