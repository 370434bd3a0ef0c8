#pragma once

// Installs an app at a site and takes it away again, as the host's servers do.
// Source: connect-protocol.md section 5.

#include "simulator/app_client.hpp"
#include "simulator/lifecycle/host_keys.hpp"
#include "simulator/state/lifecycle_result.hpp"
#include "simulator/state/state.hpp"
#include "simulator/state/tenant.hpp"

#include <boost/asio/awaitable.hpp>

#include <deque>
#include <expected>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace postern::simulator {

class Installer {
public:
    static constexpr std::size_t journal_max = 50; // results kept for each site
    static constexpr std::size_t answer_excerpt_max_bytes = 2000;
    static constexpr std::chrono::seconds call_timeout{20};

    // All must outlive it. The bodies that `client` keeps must hold a descriptor (net/descriptor_source.hpp).
    struct Ports {
        platform::Platform const& platform;
        State& state;
        HostKeys& keys;
        AppClient& client;
        ExchangeLog& exchanges;
        Clock const& clock;
        Random& random;
    };
    explicit Installer(Ports ports) : ports_(ports) {}

    // Fetches the descriptor, calls `installed` signed with the host's key and a new secret, keeps the
    // installation if the app answers 200 or 204, then calls `enabled`. The same app is replaced: a
    // reinstall. Another one is uninstalled first, because a site has one app; the journal says so. The
    // installation is kept before `enabled` and in one transaction: whatever ends the process, it is either
    // there or not. Refused before the app is told anything where the state cannot be written.
    [[nodiscard]] boost::asio::awaitable<LifecycleResult> install(Tenant tenant, std::string descriptor_url);

    // Calls `disabled` and `uninstalled` at the same time, as the host does, and forgets the app whatever it
    // answers.
    [[nodiscard]] boost::asio::awaitable<LifecycleResult> uninstall(Tenant tenant);

    // Calls `enabled` or `disabled`; the app's answer changes nothing.
    [[nodiscard]] boost::asio::awaitable<LifecycleResult> set_state(Tenant tenant, Installation::State state);

    // The newest first.
    [[nodiscard]] std::deque<LifecycleResult> const& journal(std::string_view site) const;

private:
    struct Call;
    struct Fetched; // a descriptor
    class OneAtATime;

    boost::asio::awaitable<LifecycleResult> fetch_and_install(Tenant tenant, std::string descriptor_url);
    // Forgets the app, then tells it.
    boost::asio::awaitable<LifecycleResult> take_away(Tenant tenant, Installation installation);
    // Fails if the host would refuse the app before it is told anything.
    boost::asio::awaitable<std::expected<Fetched, LifecycleResult>> fetch(Tenant tenant,
                                                                          std::string descriptor_url);
    // Takes another app away; fails if the state cannot be written.
    boost::asio::awaitable<std::expected<void, LifecycleResult>> make_room(Tenant tenant,
                                                                           Fetched const& fetched);
    // With a new secret.
    [[nodiscard]] Installation new_installation(Fetched const& fetched);
    // Done if the app names no address for the event.
    boost::asio::awaitable<LifecycleResult> tell(Tenant tenant, platform::App const& app,
                                                 Installation const& installation, std::string event);
    boost::asio::awaitable<LifecycleResult> call(Call call);
    [[nodiscard]] LifecycleResult refused(std::string event, std::string url, std::string reason,
                                          std::string remedy) const;
    [[nodiscard]] LifecycleResult done(std::string event, std::string url) const;
    [[nodiscard]] LifecycleResult not_kept(std::string event, std::string url, StateProblem problem) const;
    // Nothing to change here, or somebody else changes it.
    [[nodiscard]] LifecycleResult not_possible(std::string event, bool has_turn) const;
    LifecycleResult keep(std::string const& site, LifecycleResult result);

    Ports ports_;
    std::map<std::string, std::deque<LifecycleResult>, std::less<>> journals_;
    std::set<std::string, std::less<>> busy_; // sites with a change under way
};

} // namespace postern::simulator
