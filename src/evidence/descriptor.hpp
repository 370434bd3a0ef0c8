#pragma once

// What the descriptor says beside its endpoints is observed too: platform/descriptor_facts.hpp.

#include "platform/descriptor_facts.hpp"

#include <optional>
#include <string_view>

namespace postern::evidence {

using platform::DescriptorFacts;

[[nodiscard]] std::string_view name(platform::StatedScope::Reach reach);
[[nodiscard]] std::string_view name(platform::StatedMigration::State state);
[[nodiscard]] std::string_view name(platform::StatedModule::Standing standing);
[[nodiscard]] std::string_view name(platform::StatedLink::Role role);

} // namespace postern::evidence
