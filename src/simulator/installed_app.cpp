#include "simulator/installed_app.hpp"

#include <algorithm>
#include <unordered_map>

namespace postern::simulator {

Module const* InstalledApp::module(std::string_view id) const
{
    auto const found = std::ranges::find(modules, id, &Module::id);
    return found == modules.end() ? nullptr : &*found;
}

Module const* InstalledApp::module_by_key(std::string_view key) const
{
    auto const found = by_key.find(key);
    return found == by_key.end() ? nullptr : &modules[found->second];
}

platform::Endpoint const* InstalledApp::endpoint(Module const& module) const
{
    return module.endpoint ? &app.endpoints[*module.endpoint] : nullptr;
}

namespace {

// The first endpoint of each id counts.
void find_endpoints(InstalledApp& installed)
{
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < installed.app.endpoints.size(); ++i)
        places.emplace(installed.app.endpoints[i].id, i);
    for (auto& module : installed.modules)
        if (auto const found = places.find(module.id); found != places.end())
            module.endpoint = found->second;
}

int rank(Module const& module) { return module.type == "dialogs" ? 0 : module.type == "webItems" ? 1 : 2; }

void find_keys(InstalledApp& installed)
{
    auto const& modules = installed.modules;
    for (std::size_t i = 0; i < modules.size(); ++i) {
        if (!modules[i].endpoint)
            continue;
        auto const [place, added] = installed.by_key.emplace(modules[i].key, i);
        if (!added && rank(modules[i]) < rank(modules[place->second]))
            place->second = i;
    }
}

} // namespace

std::expected<InstalledApp, std::string> read_installed(platform::Platform const& platform,
                                                        Installation installation)
{
    auto app = platform.read_descriptor(installation.descriptor, std::nullopt);
    if (!app)
        return std::unexpected(app.error().message + "; " + app.error().remedy);
    auto descriptor = nlohmann::json::parse(installation.descriptor, nullptr, false);
    if (!descriptor.is_object())
        return std::unexpected("the descriptor is no JSON object");
    InstalledApp installed{.installation = std::move(installation),
                           .app = *std::move(app),
                           .descriptor = std::move(descriptor),
                           .modules = {},
                           .by_key = {}};
    installed.modules = modules_of(installed.descriptor);
    find_endpoints(installed);
    find_keys(installed);
    return installed;
}

} // namespace postern::simulator
