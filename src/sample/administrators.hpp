#pragma once

#include "base/clock.hpp"
#include "net/client.hpp"
#include "sample/host_rule.hpp"
#include "sample/tenants.hpp"

#include <memory>
#include <string>
#include <vector>

namespace postern::sample {

enum class Role { user, administrator, unknown }; // unknown: could not be asked; treat as user

// Who may see administration pages. A page token says who the user is, not what the user may do.
class Administrators {
public:
    virtual ~Administrators() = default;

    [[nodiscard]] virtual boost::asio::awaitable<Role> role(std::shared_ptr<Tenant const> tenant,
                                                            std::string account) = 0;
};

// Asks the tenant's host, as the app: POST /rest/api/3/permissions/check. Only hosts that a rule allows are
// asked.
class HostAdministrators final : public Administrators {
public:
    static constexpr std::chrono::seconds answer_timeout{10};
    static constexpr std::chrono::seconds token_lifetime{180};

    // `client` and `clock` must outlive it.
    HostAdministrators(net::Client& client, Clock const& clock, std::string app_key,
                       std::vector<HostRule> rules)
        : client_(client),
          clock_(clock),
          app_key_(std::move(app_key)),
          rules_(std::move(rules))
    {
    }

    [[nodiscard]] boost::asio::awaitable<Role> role(std::shared_ptr<Tenant const> tenant,
                                                    std::string account) override;

private:
    net::Client& client_;
    Clock const& clock_;
    std::string app_key_;
    std::vector<HostRule> rules_;
};

} // namespace postern::sample
