#pragma once

// One site with the app that is installed there.

#include "simulator/installed_app.hpp"
#include "simulator/pages/conditions.hpp"
#include "simulator/pages/frame_address.hpp"
#include "simulator/pages/visit.hpp"
#include "simulator/state/state.hpp"
#include "simulator/state/tenant.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace postern::simulator {

class Site {
public:
    // All must outlive it.
    Site(platform::Platform const& platform, State& state, Tenant tenant)
        : platform_(platform),
          state_(state),
          tenant_(std::move(tenant))
    {
    }

    [[nodiscard]] Tenant const& tenant() const { return tenant_; }
    [[nodiscard]] State& state() const { return state_; }
    [[nodiscard]] platform::Platform const& platform() const { return platform_; }

    // Null if no app is installed. Read again only after an install, so that the pointer is shared.
    [[nodiscard]] std::shared_ptr<InstalledApp const> app() const;

    // Whether `visit`'s user sees `module` in the place that `values` describe.
    [[nodiscard]] ConditionJudgement judge(InstalledApp const& app, Module const& module, Visit const& visit,
                                           std::map<std::string, std::string> const& values) const;

    // The address of a module in the place that `values` describe, with a token of `issued_at`; nothing if
    // the module has no address of the app.
    [[nodiscard]] std::optional<FrameAddress> address(InstalledApp const& app, Module const& module,
                                                      Visit const& visit,
                                                      std::map<std::string, std::string> const& values,
                                                      TimePoint issued_at) const;

    // A token that the bridge gives to a running frame, made now.
    [[nodiscard]] std::string context_token(InstalledApp const& app, Visit const& visit,
                                            std::map<std::string, std::string> const& values) const;

    // What conditions ask about in the place that `values` describe. `visit` must outlive it.
    [[nodiscard]] Situation situation(InstalledApp const& app, Visit const& visit,
                                      std::map<std::string, std::string> const& values) const;

private:
    platform::Platform const& platform_;
    State& state_;
    Tenant tenant_;
    mutable std::shared_ptr<InstalledApp const> app_; // as it was last read
};

// The context parameters of a place. Names as in descriptors (connect-protocol.md section 4).
[[nodiscard]] std::map<std::string, std::string> values_of(Project const& project);
[[nodiscard]] std::map<std::string, std::string> values_of(Project const& project, Issue const& issue);
[[nodiscard]] std::map<std::string, std::string> values_of(Space const& space);
[[nodiscard]] std::map<std::string, std::string> values_of(Space const& space, Content const& content);

// The parameters of `module` in the place that `values` describe: those of the place, and a macro's own. A
// macro stands once on a page, so its identity follows from the page's and the module's.
[[nodiscard]] std::map<std::string, std::string> values_at(Module const& module,
                                                           std::map<std::string, std::string> values);

// The owner of properties in State: "issue/10001", "project/10000", "content/98401", "app/KEY".
[[nodiscard]] std::string property_owner(std::string_view kind, std::string_view id);

} // namespace postern::simulator
