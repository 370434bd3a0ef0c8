#pragma once

// The exchanges as they happen, as server-sent events. Source:
// https://html.spec.whatwg.org/multipage/server-sent-events.html.

#include "net/service.hpp"
#include "simulator/inspector/exchange_log.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

namespace postern::simulator::inspector {

inline constexpr std::size_t events_a_part_max = 50;

// Events:
//   reset     what the reader has is no longer so: the beginning of a stream that resumes none, or a clearing
//   exchange  one that is new or has changed: {…summary, oldest}; those before `oldest` are no longer kept
// Where nothing happens for as long as `heartbeat`, a comment. `last_event_id` is the id of the last event
// that the reader has seen; empty or of another log for none. Nothing where the log has readers enough.
[[nodiscard]] std::optional<net::StreamedResponse> open_stream(std::shared_ptr<ExchangeLog> log,
                                                               std::string_view last_event_id,
                                                               std::chrono::milliseconds heartbeat);

} // namespace postern::simulator::inspector
