#pragma once

// A small Connect app as the platform reads it, for the tests of whatever sends requests to one.

#include "platform/connect/connect_platform.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace postern::support {

inline constexpr std::string_view connect_descriptor = R"({
  "key": "com.example.notes",
  "name": "Notes",
  "baseUrl": "https://app.example/notes",
  "authentication": {"type": "jwt"},
  "lifecycle": {"installed": "/installed", "enabled": "/enabled"},
  "modules": {
    "webPanels": [
      {"key": "note", "url": "/note?issue={issue.key}", "name": {"value": "Note"},
       "location": "atl.jira.view.issue.left.context"}
    ],
    "adminPages": [{"key": "settings", "url": "/settings", "name": {"value": "Settings"}}],
    "webhooks": [{"event": "jira:issue_updated", "url": "/updated"}]
  }
})";

// The descriptor with another base URL.
inline std::string connect_descriptor_at(std::string const& base_url)
{
    auto descriptor = nlohmann::ordered_json::parse(connect_descriptor);
    descriptor["baseUrl"] = base_url;
    return descriptor.dump(2);
}

// The descriptor as an App, at another base URL if one is given.
inline platform::App connect_app(std::string const& base_url = "")
{
    platform::connect::ConnectPlatform const platform;
    std::optional<http::Url> base;
    if (!base_url.empty())
        base = http::parse_url(base_url).value();
    auto app = platform.read_descriptor(connect_descriptor, base);
    if (!app)
        ADD_FAILURE() << app.error().message;
    return app.value();
}

} // namespace postern::support
