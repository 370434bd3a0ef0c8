#pragma once

// What the host holds against a descriptor that can be read. Source: connect-protocol.md section 7.

#include "platform/platform.hpp"

#include <optional>
#include <string>

namespace postern::simulator {

// Why the host does not install such an app, and what to do: two sentences without their full stops.
struct DescriptorRefusal {
    std::string reason;
    std::string remedy;
};
[[nodiscard]] std::optional<DescriptorRefusal> refusal_of(platform::App const& app);

// What is odd about the descriptor and stops no install, in one sentence without its full stop; empty for
// nothing. Of many oddities of a kind, oddities_told_max are named.
inline constexpr std::size_t oddities_told_max = 3;
[[nodiscard]] std::string oddities_of(platform::App const& app);

} // namespace postern::simulator
