#pragma once

// Bodies of the calls that the host's servers make. Sources: connect-protocol.md section 5;
// https://developer.atlassian.com/cloud/jira/platform/webhooks/.

#include "base/random.hpp"
#include "platform/platform.hpp"

#include <string>
#include <string_view>

namespace postern::platform::connect {

// The body of a lifecycle call; "installed" brings a secret of its own, which is random.
[[nodiscard]] std::string lifecycle_body(App const& app, std::string_view event, HostContext const& context,
                                         Random& random);

// See Platform::webhook_body.
[[nodiscard]] std::string webhook_body(App const& app, Endpoint const& endpoint, HostContext const& context,
                                       TimePoint now);

} // namespace postern::platform::connect
