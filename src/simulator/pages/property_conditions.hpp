#pragma once

// Conditions about a property of an entity: "entity_property_exists" with the entity as a parameter, and
// Confluence's and the app's own names, "content_property_exists". Sources:
// https://developer.atlassian.com/cloud/jira/platform/conditions/,
// https://developer.atlassian.com/cloud/confluence/content-properties/.

#include "simulator/pages/known_conditions.hpp"

#include <optional>

namespace postern::simulator {

// Nothing if `name` is not one of these. Unknown where the simulator keeps no properties of such entities, as
// of spaces, or does not know the comparison.
[[nodiscard]] std::optional<Truth> truth_of_property(std::string_view name, nlohmann::json const& params,
                                                     Situation const& situation);

} // namespace postern::simulator
