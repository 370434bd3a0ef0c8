#pragma once

// An installed app, read once and looked at often.

#include "platform/platform.hpp"
#include "simulator/pages/module.hpp"
#include "simulator/state/model.hpp"

#include <nlohmann/json.hpp>

#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

struct InstalledApp {
    Installation installation;
    platform::App app;
    nlohmann::json descriptor;   // an object
    std::vector<Module> modules; // in the order of the descriptor
    // Places in `modules`, by the keys of those that have an address: of one key the module that
    // AP.dialog.create finds, which is a dialog first, then a web item, then any.
    std::map<std::string, std::size_t, std::less<>> by_key;

    // By its id, "webPanels/foo-panel"; null if there is none.
    [[nodiscard]] Module const* module(std::string_view id) const;
    // The module of this key that has an address; null if there is none.
    [[nodiscard]] Module const* module_by_key(std::string_view key) const;
    // The endpoint of a module; null where it has no address of the app.
    [[nodiscard]] platform::Endpoint const* endpoint(Module const& module) const;
};

// Fails with a sentence if the descriptor cannot be read: one that was read before can.
[[nodiscard]] std::expected<InstalledApp, std::string> read_installed(platform::Platform const& platform,
                                                                      Installation installation);

} // namespace postern::simulator
