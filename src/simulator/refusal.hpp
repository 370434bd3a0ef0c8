#pragma once

// Which statuses say that an app does not accept a token. Source: verifier-behaviour.md.

#include <algorithm>
#include <array>

namespace postern::simulator {

// 400 is what atlassian-connect-express says of a signature that is not its tenant's.
[[nodiscard]] constexpr bool is_refusal(int status)
{
    constexpr std::array refusals{400, 401, 403, 404};
    return std::ranges::find(refusals, status) != refusals.end();
}

} // namespace postern::simulator
