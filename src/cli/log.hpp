#pragma once

// What a command says beside its data: on standard error, as text for a person or as lines of JSON for a
// machine.

#include "cli/command.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace postern::cli {

// What happened, for whoever follows the work.
struct LogEvent {
    LogLevel level = LogLevel::info;
    std::string_view name;         // one word: "request"
    std::string message;           // for a person
    nlohmann::ordered_json fields; // an object of texts and numbers, for a machine; without secrets
};

// Something went wrong; said at every level. `message` names the place and the remedy. It may hold a part of
// the target's text: it is made printable here.
void log_problem(Environment& environment, std::string_view message);

// Says the event if its level is wanted. Of text there is the message, of JSON one line with time, level,
// event, message and the fields (docs/guides/reports.md).
void log_event(Environment& environment, LogEvent const& event);

// Whether such events are wanted: making one may take time.
[[nodiscard]] bool is_logged(Environment const& environment, LogLevel level);

} // namespace postern::cli
