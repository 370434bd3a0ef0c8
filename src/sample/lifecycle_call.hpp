#pragma once

#include "http/url.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postern::sample {

// The body of a lifecycle call (connect-protocol.md section 5), as far as the app reads it.
struct LifecycleCall {
    std::string app_key;
    std::string client_key;
    std::string event;
    std::optional<std::string> shared_secret; // only with `installed`
    std::optional<http::Url> base_url;
};

inline constexpr std::size_t client_key_max_bytes = 255;
inline constexpr std::size_t shared_secret_max_bytes = 4096;

// Nothing unless it is a JSON object with the strings `key`, `clientKey` and `eventType`, and what else is
// read has its type, too.
[[nodiscard]] std::optional<LifecycleCall> read_lifecycle_call(std::string_view body);

// The key of the issue that a webhook is about, or the one in the claim `context` of a context token.
[[nodiscard]] std::optional<std::string> webhook_issue_key(std::string_view body);
[[nodiscard]] std::optional<std::string> context_issue_key(std::string_view context);

// As Jira makes them: "ABC-12".
[[nodiscard]] bool is_issue_key(std::string_view text);

} // namespace postern::sample
