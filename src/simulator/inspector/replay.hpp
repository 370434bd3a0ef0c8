#pragma once

// The same request once more, with one thing changed. What goes to the app goes to the installed app's own
// origin alone; what came from the app is answered by this site.

#include "simulator/inspector/exchange_log.hpp"
#include "simulator/site_services.hpp"

#include <boost/asio/awaitable.hpp>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator::inspector {

// All but the first two and the last have a token of now with the claims of the first one, but for what they
// say.
enum class Change : std::uint8_t {
    unchanged,         // byte for byte
    fresh,             // a token of now, nothing else
    other_user,        // of the same tenant
    expired,           // an hour ago
    wrong_hash,        // of another address
    other_tenant,      // issued and signed by another site with the same app
    foreign_signature, // in this tenant's name, signed with another one's secret
    no_token
};
[[nodiscard]] std::string_view name(Change change); // "other-user"
[[nodiscard]] std::optional<Change> change_from(std::string_view name);

// What can be changed in an exchange; fails with the reason why it is not replayed at all.
[[nodiscard]] std::expected<std::vector<Change>, std::string> changes_of(SiteServices const& services,
                                                                         RecordedExchange const& exchange);

// Whom Change::other_user asks as; nothing where it cannot.
[[nodiscard]] std::optional<User> other_user_of(SiteServices const& services,
                                                RecordedExchange const& exchange);

// {possible, reason, changes: [{name, title, expects}]}
[[nodiscard]] nlohmann::json replay_json(SiteServices const& services, RecordedExchange const& exchange);

// The request with `change`, which must be one of changes_of.
[[nodiscard]] http::Request changed_request(SiteServices const& services, RecordedExchange const& exchange,
                                            Change change);

// Sends it, or answers it, and records that. {exchange, before, after, expects, verdict}: verdict is "as
// expected", "not as expected", or "look" where only a person can tell.
[[nodiscard]] boost::asio::awaitable<http::Response> replay(SiteServices services, ExchangeId id,
                                                            std::string change);

} // namespace postern::simulator::inspector
