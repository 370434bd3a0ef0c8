#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::platform {

// A place in the descriptor's text; both count from 1, columns count bytes.
struct Position {
    int line = 0;
    int column = 0;
    bool operator==(Position const&) const = default;
};

enum class EndpointKind {
    page,      // HTML that the host shows in an iframe, requested with GET
    lifecycle, // installed, uninstalled, enabled, disabled: POST by the host's servers
    webhook,   // POST by the host's servers
    asset,     // a static file that the descriptor names, e.g. translations: GET
    action     // a page that the host opens through a templateUrl with its own placeholders: GET
};

enum class Audience { everyone, administrators };

// `cacheable`: the host sends neither a token nor context parameters to this address
// (connect-protocol.md section 4).
enum class Caching { per_request, cacheable };

[[nodiscard]] std::string_view name(EndpointKind kind);
[[nodiscard]] std::string_view name(Audience audience);
[[nodiscard]] std::string_view name(Caching caching);
[[nodiscard]] std::optional<EndpointKind> endpoint_kind_from(std::string_view name);
[[nodiscard]] std::optional<Audience> audience_from(std::string_view name);
[[nodiscard]] std::optional<Caching> caching_from(std::string_view name);

// One URL of the app, as the descriptor states it.
struct Endpoint {
    std::string
        id; // unique in the app, the same from scan to scan: "webPanels/foo-panel", "lifecycle/installed"
    EndpointKind kind = EndpointKind::page;
    std::string module_type;                     // "webPanels"; "lifecycle" and "webhooks" for those
    std::string module_key;                      // "foo-panel"; the event for lifecycle and webhooks
    std::string pointer;                         // JSON pointer (RFC 6901) to the URL in the descriptor
    Position position;                           // of that URL's value
    std::string url_template;                    // as it stands in the descriptor, placeholders included
    std::string absolute_template;               // the same joined to the base URL
    std::vector<std::string> context_parameters; // "issue.key", …; each once, in order of appearance
    Audience audience = Audience::everyone;
    Caching caching = Caching::per_request;
    std::string unusable; // why nothing can be requested there; empty where it can
    bool operator==(Endpoint const&) const = default;
};

// A URL in the descriptor to which no request is sent, and why.
struct Unprobed {
    std::string pointer;
    Position position;
    std::string url;
    std::string reason; // "another host: https://vendor.example", "an icon", "a module key, not a URL"
    bool operator==(Unprobed const&) const = default;
};

} // namespace postern::platform
