#pragma once

// Who looks at a page of a site, and since when it has been open.

#include "base/clock.hpp"
#include "simulator/state/model.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace postern::simulator {

// Whether the host renews the address of a frame that is opened late (bridge.md section 7).
enum class Refresh {
    stale,   // never: the frame gets the token of the page load, as users report
    resolver // where the token is about to expire
};
[[nodiscard]] std::string_view name(Refresh refresh);
[[nodiscard]] std::optional<Refresh> refresh_from(std::string_view name);

inline constexpr std::chrono::minutes opened_max{24 * 60};
// What opened_from reads, as half a sentence for whoever gave something else.
inline constexpr std::string_view opened_remedy = "give how long ago as now, 16m or 2h, at most 24h";

// "now", "16m", "2h": how long ago a page was opened; nothing for anything else and beyond opened_max.
[[nodiscard]] std::optional<std::chrono::minutes> opened_from(std::string_view text);
[[nodiscard]] std::string opened_text(std::chrono::minutes ago); // "now", "16m"

// Whether a parameter of a page's query is one for the app, {ac.name} in its addresses (connect-protocol.md
// section 4).
[[nodiscard]] inline bool goes_on_to_the_app(std::string_view name) { return name.starts_with("ac."); }

struct Visit {
    User user;
    std::chrono::minutes opened_ago{0};
    Refresh refresh = Refresh::stale;
    TimePoint now;
    std::map<std::string, std::string> values; // of the page's own query that go on to the app: "ac.name"

    [[nodiscard]] TimePoint opened_at() const { return now - opened_ago; }
};

} // namespace postern::simulator
