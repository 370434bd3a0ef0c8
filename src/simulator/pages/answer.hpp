#pragma once

// What the app answered to a frame's address, and why a person sees a broken panel.

#include "base/clock.hpp"
#include "net/send.hpp"

#include <boost/asio/awaitable.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postern::simulator {

inline constexpr std::size_t answer_body_max_bytes = 4000; // shown
inline constexpr std::chrono::seconds answer_timeout{20};

// Where a text first names the bridge's script, from the last slash of its address on.
[[nodiscard]] std::optional<std::size_t> bridge_script_at(std::string_view text);

// Whether a page names the bridge's script, wherever it takes it from.
[[nodiscard]] bool names_bridge(std::string_view body);

// Asks the app itself, once, as a browser would that opens the frame: a page on another origin cannot see the
// status of a frame. `url` must lie under the app's base URL (the caller's duty: nothing else is asked).
// Gives {status, statusText, headers, body, failure, token, refused, why, fix, guide} as JSON. Never throws.
[[nodiscard]] boost::asio::awaitable<nlohmann::json> explain_answer(net::Send send, std::string host_origin,
                                                                    std::string url, TimePoint now);

} // namespace postern::simulator
