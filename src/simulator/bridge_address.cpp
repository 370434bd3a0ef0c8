#include "simulator/bridge_address.hpp"

#include "base/assert.hpp"
#include "base/base64.hpp"
#include "base/free_with.hpp"
#include "base/sha256.hpp"
#include "http/url.hpp"
#include "simulator/pages/web_assets.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace postern::simulator {
namespace {

constexpr int certificate_days = 7;

// What the bridge's public address has at its root, the product has below this path.
constexpr std::string_view product_folder = "/atlassian-connect";

class BridgeFiles final : public net::Service {
public:
    boost::asio::awaitable<http::Response> handle(http::Request request) override
    {
        auto const url = http::parse_url(request.url);
        auto const asset =
            url ? web_asset(fmt::format("{}{}", product_folder, url->path)) : std::optional<WebAsset>();
        if (!asset)
            co_return http::make_response(404, "text/plain; charset=utf-8",
                                          "The simulator serves the bridge here, and has no such file.\n");
        auto response = http::make_response(200, asset->type, asset->bytes);
        response.headers.set("Access-Control-Allow-Origin",
                             "*"); // for scripts with the crossorigin attribute
        response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
        response.headers.set("X-Content-Type-Options", "nosniff");
        response.headers.set("Cache-Control", "no-cache");
        co_return response;
    }
};

std::string pin_of(std::string const& certificate_pem)
{
    std::unique_ptr<BIO, FreeWith<BIO_free>> const text(
        BIO_new_mem_buf(certificate_pem.data(), static_cast<int>(certificate_pem.size())));
    std::unique_ptr<X509, FreeWith<X509_free>> const certificate(
        PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
    POSTERN_ASSERT(certificate, "net::make_self_signed gives a certificate");
    unsigned char* bytes = nullptr;
    auto const size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &bytes);
    POSTERN_ASSERT(size > 0, "a certificate has a public key");
    auto const digest = sha256({reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size)});
    OPENSSL_free(bytes);
    return base64_encode({reinterpret_cast<char const*>(digest.data()), digest.size()});
}

} // namespace

std::expected<std::unique_ptr<BridgeAddress>, std::string>
BridgeAddress::listen(boost::asio::any_io_executor executor)
{
    std::unique_ptr<BridgeAddress> address(new BridgeAddress);
    address->service_ = std::make_unique<BridgeFiles>();
    auto identity = net::make_self_signed(std::string(bridge_host), certificate_days);
    address->key_pin_ = pin_of(identity.certificate_pem);
    auto server = net::Server::listen(std::move(executor), *address->service_, {.tls = std::move(identity)});
    if (!server)
        return std::unexpected(server.error());
    address->server_ = *std::move(server);
    return address;
}

} // namespace postern::simulator
