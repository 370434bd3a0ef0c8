#pragma once

// What a page of the front end needs to show modules of the app, as JSON (web/simulator/src/data.ts).

#include "simulator/site.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>

namespace postern::simulator {

using Values = std::map<std::string, std::string>;

// A frame whose token was issued at `issued_at`; nothing if the module has no address of the app.
[[nodiscard]] std::optional<nlohmann::json> frame_json(Site const& site, InstalledApp const& app,
                                                       Module const& module, Visit const& visit,
                                                       Values const& values, TimePoint issued_at);

struct Shown {
    nlohmann::json frames = nlohmann::json::array();
    nlohmann::json items = nlohmann::json::array();  // web items
    nlohmann::json unseen = nlohmann::json::array(); // modules that are not shown here, and why
};

// All modules of one view. Those that no view shows are listed as unseen in each that the product has.
[[nodiscard]] Shown shown_modules(Site& site, View view, Visit const& visit, Values const& values);

// The app's pages that the user may see, for the navigation. `values` are of the project, where there is one.
[[nodiscard]] nlohmann::json navigation_json(Site& site, Visit const& visit, Values const& values);

// Whether a page, a dialog or a call may show the module to the user, whatever its conditions say.
[[nodiscard]] bool may_open(User const& user, Module const& module);

// Where the page of a module is: "/plugins/servlet/ac/APP/MODULE".
[[nodiscard]] std::string module_href(InstalledApp const& app, Module const& module);

} // namespace postern::simulator
