#pragma once

// A catalogue of requirements is data with a version: catalogue/*.json. Its numbers mean nothing to the code,
// because the same number has meant different things over the years (requirements.md section 1).

#include "checks/verdict.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::report {

// How grave the publisher, or a scanner of theirs, rates a breach.
struct SeverityRating {
    std::string about; // which part of the requirement; empty: all of it
    checks::Severity label = checks::Severity::medium;
    double score = 0;   // CVSS
    std::string source; // URL
    std::string date;   // of the source, as exact as it is known: "2023", "2022-11-15"
};

// The same demand under another numbering, so that old reports and tickets can be matched.
struct Alias {
    std::string scheme; // "marketplace-2020", "csrt"
    std::string number;
};

// A numbered rule of a published catalogue, and the checks that answer it.
struct Requirement {
    std::string number; // "1.1"
    std::string slug;   // our own stable name: "authenticate-resources"
    std::string title;
    std::vector<std::string> checks; // CheckInfo::id
    std::string what_to_look_at;     // for a person, where no check answers it
    std::string applies_to;          // "all", "connect" or "forge"
    std::vector<SeverityRating> severities;
    std::vector<Alias> aliases;
};

struct Catalogue {
    std::string version; // "marketplace-2023"
    std::string title;
    std::string source_url;
    std::string source_date; // of the revision, "2023-09-27"
    std::vector<Requirement> requirements;
};

struct CatalogueError {
    std::string message; // says which requirement and which member
};

// Reads the text of a catalogue file (format "postern-catalogue-1"). Unknown members are ignored, so that a
// later file stays readable; missing or mistyped ones, and two requirements with one number, are errors.
[[nodiscard]] std::expected<Catalogue, CatalogueError> read_catalogue(std::string_view text);

// The newest catalogue that is built in. Reads embedded data once; a defect in it is a bug and asserts.
[[nodiscard]] Catalogue const& newest_catalogue();

} // namespace postern::report
