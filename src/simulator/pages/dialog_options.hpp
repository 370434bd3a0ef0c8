#pragma once

// How large a dialog is and what stands around its frame, as descriptors say it. Sources:
// https://developer.atlassian.com/cloud/jira/platform/modules/dialog-options/ and
// https://developer.atlassian.com/cloud/jira/platform/jsapi/classes/dialogoptions/.

#include "simulator/installed_app.hpp"

#include <nlohmann/json.hpp>

namespace postern::simulator {

inline constexpr std::size_t option_text_max_bytes = 1000;

// The options of a web item's dialog: those of the dialog module that it opens, and its own over them.
// `chrome` is always among them, and `key` is where the item opens another module. `item` must come from
// `app`.
[[nodiscard]] nlohmann::json item_dialog_options(InstalledApp const& app, Module const& item);

// What AP.dialog.create adds to an app's own options, in the shape in which the bridge looks for it
// (connect-host.js, moduleOptionsFromGlobal): {"app key": {"module key": {"options": {…}}}}; empty for an app
// without such modules.
[[nodiscard]] nlohmann::json dialog_modules_json(InstalledApp const& app);

} // namespace postern::simulator
