#include "scan/sample_target.hpp"

#include "platform/connect/qsh.hpp"

#include <nlohmann/json.hpp>

namespace postern::scan_test {

using namespace std::chrono_literals;

sample::AppConfig SampleTarget::config(sample::WeaknessSet weaknesses, sample::Panel panel)
{
    return {.base_url = http::parse_url("http://127.0.0.1").value(),
            .weaknesses = weaknesses,
            .panel = panel,
            .slow_delay = 1h, // longer than any scan waits
            .huge_body_bytes = 3ul * 1024 * 1024};
}

std::string SampleTarget::base_url() const
{
    auto url = http::parse_url(server_.url()).value();
    url.host = host_;
    return url.origin();
}

SampleTarget::SampleTarget(Clock const& clock, sample::WeaknessSet weaknesses,
                           std::optional<net::TlsIdentity> tls, sample::Panel panel)
    : clock_(clock),
      host_(tls ? "localhost" : "127.0.0.1"),
      app_(config(weaknesses, panel), {.clock = clock,
                                       .random = random_,
                                       .keys = keys_,
                                       .administrators = administrators_,
                                       .log = [](std::string_view) {}}),
      server_(app_, {.tls = std::move(tls)})
{
    keys_.keys.emplace(sample::host_key_id, sample::host_key().public_pem().value());
    app_.set_base_url(http::parse_url(base_url()).value());
}

bool SampleTarget::install(std::string const& client_key, std::string const& secret)
{
    sample::TenantOfTest const tenant{client_key, secret, "https://tenant.atlassian.net"};
    auto const now = std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count();
    nlohmann::json const claims{{"iss", client_key},
                                {"aud", {base_url()}},
                                {"qsh", platform::connect::query_hash("POST", "/installed", "")},
                                {"iat", now},
                                {"exp", now + 180}};
    http::Request request{.method = "POST",
                          .url = base_url() + "/installed",
                          .headers = {{"Authorization", "JWT " + sample::AppInMemory::sign_as_host(claims)},
                                      {"Content-Type", "application/json"}},
                          .body = sample::AppInMemory::lifecycle_body(tenant, "installed").dump()};
    // The app is called in memory, while its server has nothing to do.
    return sample::result_of(app_.handle(std::move(request))).status == 204;
}

} // namespace postern::scan_test
