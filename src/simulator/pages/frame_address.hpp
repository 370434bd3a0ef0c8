#pragma once

// The address under which the host's page shows a module, with the token that it was made with.

#include "base/clock.hpp"
#include "jwt/key.hpp"
#include "platform/platform.hpp"

#include <optional>
#include <string>

namespace postern::simulator {

struct TokenLife {
    TimePoint issued_at;
    TimePoint expires_at;
};

struct FrameAddress {
    std::string url;                // absolute
    std::optional<TokenLife> token; // none: the address carries no token
};

// `issued_at` may lie in the past: the page was opened then. A cacheable endpoint and an app without
// authentication get no token. `secret` is the tenant's. `endpoint` must come from `app`.
[[nodiscard]] FrameAddress frame_address(platform::Platform const& platform, platform::App const& app,
                                         platform::Endpoint const& endpoint,
                                         platform::HostContext const& context, jwt::Key const& secret,
                                         TimePoint issued_at);

} // namespace postern::simulator
