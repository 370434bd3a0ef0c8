#pragma once

// Addresses at which servers give away what nobody should see, as data (catalogue/exposure/paths.json). The
// probe asks for them, the check looks whether the answer is what the address promises.

#include "base/embedded_file.hpp"
#include "http/content_rule.hpp"

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

// The bytes of the list, as they were when this was built.
[[nodiscard]] std::span<EmbeddedFile const> sensitive_path_files();

struct SensitivePath {
    // Below what: the app's base URL, the root of its host, or both where they differ.
    enum class Below { base, root, both };
    std::string path; // begins with "/"
    Below below = Below::base;
    std::string title;          // "Git repository"
    std::string severity;       // checks::Severity in words
    std::string why;            // goes on after "because"
    bool holds_secrets = false; // what it holds is not to be repeated
    http::ContentRule content;
};

// The paths of a list, the gravest first; an error says which is wrong and why.
[[nodiscard]] std::expected<std::vector<SensitivePath>, std::string>
read_sensitive_paths(std::string_view json);

// Those built in.
[[nodiscard]] std::vector<SensitivePath> const& sensitive_paths();

} // namespace postern::evidence
