#pragma once

// Where the simulated pages show an app's modules. Sources: connect-protocol.md section 7;
// https://developer.atlassian.com/cloud/jira/platform/about-jira-modules/ and the page of each module.

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

inline constexpr std::int64_t weight_default = 100;
inline constexpr std::uint64_t size_max_pixels = 20'000; // of what a descriptor says as a number

// The pages that modules are shown on.
enum class View { issue, project, dashboard, content, own_page, none };

enum class Place {
    left,
    right,
    content,
    glance,
    tab,
    dashboard,
    page,
    macro,
    byline,
    dialog,
    inline_dialog,
    link
};
[[nodiscard]] std::string_view name(Place place);

// For whom a module's own page stands in the navigation.
enum class Menu { none, general, project, space, admin };

// Who may open a module.
enum class Audience { everybody, administrators };

// When a frame is made: with the page, or by a click that may come much later.
enum class Opening { with_page, by_click };

struct Module {
    std::string id; // "webPanels/foo-panel"
    std::string key;
    std::string type;
    std::string name; // for people; the key where there is none
    std::string tooltip;
    std::string icon;                    // as it stands in the descriptor; empty without one
    std::optional<std::size_t> endpoint; // its place in App::endpoints; none: no address of the app
    View view = View::none;
    Place place = Place::page;
    Menu menu = Menu::none;
    Audience audience = Audience::everybody; // whether or not it stands in a menu
    Opening opening = Opening::with_page;
    std::string width; // "100%", "400px"; empty where the descriptor says none
    std::string height;
    std::string pointer;                  // JSON pointer of the module in the descriptor
    std::string not_shown;                // why no page shows it; empty where one does
    std::string target_key;               // of a web item that opens another module: that module's key
    std::string url;                      // of a web item, as it stands in the descriptor
    std::string label;                    // of a glance: what stands beside its icon
    bool configurable = false;            // of a dashboard item: the app has a form for it
    std::int64_t weight = weight_default; // the lightest comes first
    std::map<std::string, std::string> parameters; // of a macro: those that have a default, and that
};

// All modules of a descriptor, an object, without their endpoints, in its order. What is no module is passed
// over; whatever the descriptor holds, it ends with a list.
[[nodiscard]] std::vector<Module> modules_of(nlohmann::json const& descriptor);

} // namespace postern::simulator
