#include "scan/sample_target.hpp"

#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"
#include "sample/descriptor.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

namespace postern::scan_test {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<std::expected<std::string, sample::KeyFailure>> OneKey::public_key(std::string wanted)
{
    if (wanted != key_id)
        co_return std::unexpected(sample::KeyFailure::unknown);
    co_return key_.public_pem().value();
}

asio::awaitable<sample::Role> NoAdministrators::role(std::shared_ptr<sample::Tenant const>, std::string)
{
    co_return sample::Role::user;
}

sample::AppConfig SampleTarget::config(sample::WeaknessSet weaknesses)
{
    return {.base_url = http::parse_url("http://127.0.0.1").value(),
            .weaknesses = weaknesses,
            .slow_delay = 5s, // longer than the scan waits
            .huge_body_bytes = 3ul * 1024 * 1024};
}

SampleTarget::SampleTarget(Clock const& clock, sample::WeaknessSet weaknesses)
    : clock_(clock),
      app_(config(weaknesses), {.clock = clock,
                                .random = random_,
                                .keys = keys_,
                                .administrators = administrators_,
                                .log = [](std::string_view) {}}),
      server_(app_)
{
    app_.set_base_url(http::parse_url(server_.url()).value());
}

bool SampleTarget::install(std::string const& client_key, std::string const& secret)
{
    nlohmann::json const body{{"key", sample::app_key}, {"clientKey", client_key},
                              {"sharedSecret", secret}, {"baseUrl", "https://tenant.atlassian.net"},
                              {"productType", "jira"},  {"eventType", "installed"}};
    auto const now = std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count();
    nlohmann::json const claims{{"iss", client_key},
                                {"aud", {base_url()}},
                                {"qsh", platform::connect::query_hash("POST", "/installed", "")},
                                {"iat", now},
                                {"exp", now + 180}};
    auto const token = jwt::sign(claims.dump(), keys_.key(), jwt::Algorithm::rs256, OneKey::key_id).value();
    http::Request request{
        .method = "POST",
        .url = base_url() + "/installed",
        .headers = {{"Authorization", "JWT " + token}, {"Content-Type", "application/json"}},
        .body = body.dump()};

    asio::io_context io(1); // the app is called in memory, while its server has nothing to do
    http::Response response;
    asio::co_spawn(io, app_.handle(std::move(request)),
                   [&](std::exception_ptr failure, http::Response answer) {
                       if (!failure)
                           response = std::move(answer);
                   });
    io.run();
    return response.status == 204;
}

} // namespace postern::scan_test
