#pragma once

#include "http/message.hpp"
#include "sample/weakness.hpp"

#include <optional>
#include <string_view>

namespace postern::sample {

// What a careless server gives away beside the app's own addresses: a file of settings, the repository, a
// listing. Nothing without a weakness. None of what is in them opens anything.
[[nodiscard]] std::optional<http::Response> exposed_file(std::string_view path, WeaknessSet weaknesses);

// The script of a page that hands the shared secret of an installation to whoever loads it.
[[nodiscard]] std::string_view script_with_secret();

} // namespace postern::sample
