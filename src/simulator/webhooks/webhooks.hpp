#pragma once

// Tells the installed app what happened at a site, in the background.
// Sources: connect-protocol.md sections 1 and 7;
// https://developer.atlassian.com/cloud/jira/platform/webhooks/.

#include "net/task_group.hpp"
#include "simulator/app_client.hpp"
#include "simulator/installed_app.hpp"
#include "simulator/state/tenant.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace postern::simulator {

struct WebhookEvent {
    std::string name;                          // "jira:issue_updated", as in the descriptor
    std::string account_id;                    // who did it
    std::map<std::string, std::string> values; // of the place, for "${issue.key}" in addresses
    nlohmann::ordered_json body;               // its members, but for the time and the event's name
    struct Subject {
        Issue issue;
        Project project;
    };
    std::optional<Subject> subject; // what filters look at; nothing: they are not asked
};

// What came of one webhook.
struct WebhookDelivery {
    enum class Outcome { done, refused };
    Outcome outcome = Outcome::refused;
    std::string event;
    std::string url;
    std::optional<int> status; // of the last attempt; none: no answer
    int attempts = 0;          // 0: it was not sent
    std::string note; // what a person should know: why it was refused, a filter that was not understood
    TimePoint at;
};

struct WebhookRetries {
    int retries_max = 3;                         // after an answer of 5xx and after none
    std::chrono::milliseconds first_delay{1000}; // doubles with each
};

class Webhooks {
public:
    static constexpr std::size_t journal_max = 50;    // deliveries kept for each site
    static constexpr std::size_t deliveries_max = 64; // under way; more are not sent, which the journal says
    static constexpr std::chrono::seconds attempt_timeout{20};

    // All must outlive the deliveries: stop() first, or end the executor.
    struct Ports {
        platform::Platform const& platform;
        AppClient& client;
        Clock const& clock;
        Random& random;
        boost::asio::any_io_executor executor;
    };
    Webhooks(Ports ports, WebhookRetries retries);

    // Sends the event to every webhook module of the app that names it, signed with the tenant's secret. A
    // module's filter that the simulator does not understand keeps nothing back. A disabled app is told
    // nothing. Returns at once: to how many modules it is under way.
    std::size_t fire(Tenant const& tenant, InstalledApp const& app, WebhookEvent const& event);

    // The newest first.
    [[nodiscard]] std::deque<WebhookDelivery> const& journal(std::string_view site) const;

    // Lets deliveries end until `grace`, then cancels them.
    [[nodiscard]] boost::asio::awaitable<void> stop(net::Deadline grace) { return group_.stop(grace); }

private:
    struct Call;
    struct Core; // what deliveries use; lives as long as the last of them

    [[nodiscard]] Call call(Tenant const& tenant, InstalledApp const& app, platform::Endpoint const& endpoint,
                            WebhookEvent const& event) const;
    static boost::asio::awaitable<void> deliver(std::shared_ptr<Core> core, Call call);

    std::shared_ptr<Core> core_;
    net::TaskGroup group_;
};

} // namespace postern::simulator
