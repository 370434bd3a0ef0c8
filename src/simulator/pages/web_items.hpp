#pragma once

// What web items open: their own address, another module, or a page of another host. Source:
// https://developer.atlassian.com/cloud/jira/platform/modules/web-item/.

#include "simulator/site.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace postern::simulator {

// Whether an item opens another module, whether or not the app has it. False for what is no web item.
[[nodiscard]] bool opens_module(Module const& module);

// Why the module that `item` is to open cannot be, as half a sentence; empty if it can, and if the item is to
// open none.
[[nodiscard]] std::string problem_of_target(InstalledApp const& app, Module const& item);

// Why `item` opens nothing in the place that `values` describe, as half a sentence; empty if it does.
[[nodiscard]] std::string problem_of_item(InstalledApp const& app, Module const& item, Visit const& visit,
                                          std::map<std::string, std::string> const& values);

// An item without a problem, for the front end (web/simulator/src/data.ts).
[[nodiscard]] nlohmann::json item_json(Site const& site, InstalledApp const& app, Module const& item,
                                       Visit const& visit, std::map<std::string, std::string> const& values);

} // namespace postern::simulator
