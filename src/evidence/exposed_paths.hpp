#pragma once

#include "http/exchange.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

// One address beside the endpoints, asked for without a token.
struct PathAttempt {
    enum class Kind {
        listed, // of the list of sensitive paths
        folder, // in which something stands that the descriptor names
        control // made up: what the server answers where nothing is
    };
    Kind kind = Kind::listed;
    std::string base;        // "https://app.example/notes": below what; pairs it with its control
    std::string path;        // "/.env"
    http::Exchange exchange; // redirects are not followed: the file would not redirect
    bool operator==(PathAttempt const&) const = default;
};
[[nodiscard]] std::string_view name(PathAttempt::Kind kind);
[[nodiscard]] std::optional<PathAttempt::Kind> path_kind_from(std::string_view name);

// Whether the server gives away files that it should not.
struct ExposedPaths {
    enum class Wish { asked, turned_off }; // --no-paths
    Wish wish = Wish::asked;
    std::vector<PathAttempt> attempts; // empty where it is turned off
    bool operator==(ExposedPaths const&) const = default;
};

} // namespace postern::evidence
