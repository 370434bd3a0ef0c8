#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string>

namespace postern::simulator {

// What became of an install, or of one lifecycle call to the app.
struct LifecycleResult {
    enum class Outcome { done, refused };
    Outcome outcome = Outcome::refused;
    std::string event;         // "installed", "enabled" …; "descriptor" where it did not get that far
    std::string url;           // that was asked
    std::optional<int> status; // none: no answer, or nothing was asked
    std::string body;          // the start of the app's answer
    std::string reason;        // of a refusal, or what is to be noted: one sentence
    std::string remedy;        // what the app, or whoever starts it, should do
    TimePoint at;
};

} // namespace postern::simulator
