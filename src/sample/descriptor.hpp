#pragma once

#include "http/url.hpp"
#include "sample/weakness.hpp"

#include <string>
#include <string_view>

namespace postern::sample {

inline constexpr std::string_view app_key = "com.example.postern.sample";

// The app's atlassian-connect.json, under this base URL.
[[nodiscard]] std::string descriptor(http::Url const& base_url, WeaknessSet weaknesses);

// A base URL as the descriptor states it: without a "/" at its end.
[[nodiscard]] std::string base_url_text(http::Url const& base_url);

} // namespace postern::sample
