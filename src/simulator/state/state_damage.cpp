#include "simulator/state/state_damage.hpp"

#include "jwt/key.hpp"

#include <fmt/format.h>

#include <SQLiteCpp/Database.h>

namespace postern::simulator {

std::optional<std::string> damage_of(SQLite::Database& database, State const& state)
{
    if (auto const check = database.execAndGet("PRAGMA quick_check(1)").getString(); check != "ok")
        return check;
    auto const sites = state.sites();
    if (sites.empty())
        return "it holds no site";
    for (auto const& site : sites) {
        if (site.name.empty() || site.client_key.empty() || site.cloud_id.empty())
            return fmt::format("the site {} lacks its name, client key or cloud id", site.name);
        if (!state.administrator(site.name))
            return fmt::format("the site {} has no administrator", site.name);
        (void)state.projects(site.name);
        for (auto const& issue : state.issues(site.name, ""))
            (void)state.issue(site.name, issue.id); // with its comments
        for (auto const& space : state.spaces(site.name))
            (void)state.contents(site.name, space.key);
        (void)state.property(site.name, "", "");
        if (auto const installed = state.installation(site.name);
            installed && !jwt::Key::from_secret(installed->shared_secret))
            return fmt::format("the installation at the site {} has no shared secret that can be used",
                               site.name);
    }
    return std::nullopt;
}

} // namespace postern::simulator
