#include "golden/example_hosts.hpp"

#include "support/tls_example.hpp"

namespace postern::golden {
namespace {

constexpr std::uint16_t triple_des = 0x000a; // TLS_RSA_WITH_3DES_EDE_CBC_SHA

evidence::TlsHost outdated_host(MakeExchange const& exchange)
{
    auto host = support::example_tls_host("app.example");
    for (auto& version : host.addresses[0].versions) {
        if (version.version != tls::Version::tls1_0)
            continue;
        version.reply = tls::Reply::accepted;
        version.detail.clear();
        version.suites = {triple_des};
    }
    auto redirect = http::make_response(301, "", "");
    redirect.headers.set("Location", "https://app.example/");
    host.plain = exchange({.url = "http://app.example/", .headers = {{"User-Agent", "postern/0.1.0"}}},
                          std::move(redirect));
    host.secure = exchange({.url = "https://app.example/", .headers = {{"User-Agent", "postern/0.1.0"}}},
                           http::make_response(404, "text/plain", "nothing here"));
    return host;
}

} // namespace

void add_example_hosts(evidence::Evidence& evidence, MakeExchange const& exchange)
{
    using Role = evidence::Host::Role;
    evidence.hosts = {
        {.name = "app.example", .role = Role::app, .pointer = "/baseUrl", .position = {4, 14}},
        {.name = "vendor.example", .role = Role::named, .pointer = "/vendor/url", .position = {5, 12}},
        {.name = "elsewhere.example",
         .role = Role::named,
         .pointer = "/modules/webItems/0/url",
         .position = {60, 16},
         .skipped = "only the first 2 hosts are looked at"}};
    auto vendor = support::example_tls_host("vendor.example");
    vendor.plain_not_sent = "the host is only named in the descriptor";
    evidence.tls = evidence::TlsHosts{.hosts = {outdated_host(exchange), std::move(vendor)}};
}

} // namespace postern::golden
