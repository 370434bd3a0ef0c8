#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace postern::evidence {

// Any bytes as JSON: a string where they are UTF-8, else {"base64": "…"}.
[[nodiscard]] nlohmann::ordered_json bytes_to_json(std::string_view bytes);

// Nothing unless `json` is one of both.
[[nodiscard]] std::optional<std::string> bytes_from_json(nlohmann::json const& json);

} // namespace postern::evidence
