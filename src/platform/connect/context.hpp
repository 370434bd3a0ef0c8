#pragma once

// Made-up tenants, users and issues to ask for. Nothing here can belong to anybody.

#include "base/random.hpp"
#include "platform/platform.hpp"

#include <string_view>

namespace postern::platform::connect {

// Every name starts with this, so that whoever reads an app's log sees what it is.
inline constexpr std::string_view test_mark = "postern-test-";

inline constexpr std::size_t context_values_max_count = 1000; // further parameters stay empty

// See Platform::make_context. Values have the form that apps expect by the parameter's name ("….id" is a
// number, "issue.key" an issue key in the project of "project.key"), are long enough not to turn up in a page
// by chance, and hold only characters that need no encoding in a URL, addresses excepted.
[[nodiscard]] HostContext make_context(App const& app, std::string_view label, Random& random);

} // namespace postern::platform::connect
