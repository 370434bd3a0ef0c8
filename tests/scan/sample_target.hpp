#pragma once

// The sample app on a free loopback port, as a target of a scan in the same process.

#include "jwt/key.hpp"
#include "sample/app.hpp"
#include "support/running_server.hpp"

#include <map>
#include <memory>
#include <string>

namespace postern::scan_test {

// Holds the one key with which the host of these tests signs installs.
class OneKey final : public sample::KeyServer {
public:
    static constexpr std::string_view key_id = "host-key";

    boost::asio::awaitable<std::expected<std::string, sample::KeyFailure>>
    public_key(std::string key_id) override;

    [[nodiscard]] jwt::Key const& key() const { return key_; }

private:
    jwt::Key key_ = jwt::Key::generate(jwt::Algorithm::rs256);
};

// Nobody is an administrator.
class NoAdministrators final : public sample::Administrators {
public:
    boost::asio::awaitable<sample::Role> role(std::shared_ptr<sample::Tenant const> tenant,
                                              std::string account) override;
};

class SampleTarget {
public:
    SampleTarget(Clock const& clock, sample::WeaknessSet weaknesses);

    [[nodiscard]] std::string descriptor_url() const { return server_.url("/atlassian-connect.json"); }
    [[nodiscard]] std::string base_url() const { return server_.url(); }

    // Installs a tenant with this secret, as the host would; true if the app answered 204. Before any scan.
    [[nodiscard]] bool install(std::string const& client_key, std::string const& secret);

private:
    static sample::AppConfig config(sample::WeaknessSet weaknesses);

    Clock const& clock_;
    SystemRandom random_;
    OneKey keys_;
    NoAdministrators administrators_;
    sample::App app_;
    support::RunningServer server_;
};

} // namespace postern::scan_test
