#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::report {

// A numbered rule of a published catalogue, and the checks that answer it. Numbers are data:
// catalogue/*.json.
struct Requirement {
    std::string number; // "1.1"
    std::string slug;   // our own stable name: "authenticate-resources"
    std::string title;
    std::vector<std::string> checks; // CheckInfo::id
};

struct Catalogue {
    std::string version; // "marketplace-2023"
    std::string title;
    std::string source_url;
    std::vector<Requirement> requirements;
};

// The newest catalogue that is built in. Reads embedded data once; a defect in it is a bug and asserts.
[[nodiscard]] Catalogue const& newest_catalogue();

} // namespace postern::report
