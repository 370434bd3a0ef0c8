#pragma once

#include "http/exchange.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

// A file that a page of the app loads.
struct Resource {
    enum class Kind {
        script,     // from one of the app's own hosts
        source_map, // that a script of the app names
        third_party // a script from another host: never requested
    };
    Kind kind = Kind::script;
    std::string url;                        // absolute
    std::string endpoint;                   // whose page led to it; of several the first
    std::string named_by;                   // as it stands there: a start tag, or "//# sourceMappingURL=…"
    std::string skipped;                    // why it was not requested; empty where it was
    std::optional<http::Exchange> exchange; // without a token; a redirect was not followed
    bool operator==(Resource const&) const = default;
};
[[nodiscard]] std::string_view name(Resource::Kind kind);
[[nodiscard]] std::optional<Resource::Kind> resource_kind_from(std::string_view name);

// Each address once.
struct Resources {
    std::vector<Resource> resources;
    bool operator==(Resources const&) const = default;
};

} // namespace postern::evidence
