#pragma once

// A catalogue of requirements is data with a version: catalogue/<version>.json. Its numbers mean nothing to
// the code, because the same number has meant different things over the years (requirements.md section 1).
// What a requirement is about, and which checks answer it, stays through the versions: topics.json.

#include "checks/verdict.hpp"

#include <expected>
#include <span>
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
    bool operator==(SeverityRating const&) const = default;
};

// The same demand under another numbering, so that old reports and tickets can be matched.
struct Alias {
    std::string scheme; // "marketplace-2020", "csrt"
    std::string number;
    bool operator==(Alias const&) const = default;
};

// One demand, whatever number a catalogue gives it.
struct Topic {
    std::string slug;            // our own stable name: "authenticate-resources"
    std::string paraphrase;      // of the demand, in our words
    std::string what_to_look_at; // for a person, where no check answers it
    std::string applies_to;      // "all", "connect" or "forge"
    std::string csrt_title;      // of the Connect Security Requirements Tester; empty where it has no check
    std::vector<std::string> exemptions;
    std::vector<std::string> checks; // CheckInfo::id
    std::vector<SeverityRating> severities;
    std::vector<Alias> numbers; // in schemes that are no catalogue here
};

enum class Numbering { confirmed, unconfirmed };

// A numbered rule of a published catalogue, with what its topics say.
struct Requirement {
    std::string number; // "1.1"
    std::string slug;   // that of its topic, or one for the group of its topics: "transport-security"
    std::string title;
    std::string link;
    std::string note;                           // empty: there is nothing to add
    Numbering numbering = Numbering::confirmed; // whether the number is known to be that of this version
    std::vector<std::string> topics;            // Topic::slug, at least one
    std::string paraphrase;
    std::string what_to_look_at;
    std::string applies_to;
    std::vector<std::string> exemptions;
    std::vector<std::string> checks;
    std::vector<SeverityRating> severities;
    std::vector<Alias> aliases; // numbers of the same topics in other catalogues and schemes
};

struct Catalogue {
    std::string version; // "marketplace-2023"
    std::string title;
    std::string note;
    std::string source_url;
    std::string source_date; // of the revision, "2023-09-27"
    std::vector<Requirement> requirements;
};

struct CatalogueError {
    std::string message; // says which requirement and which member
};

// Read the text of topics.json (format "postern-topics-1") and that of a catalogue (format
// "postern-catalogue-2"). Unknown members are ignored, so that a later file stays readable; missing or
// mistyped ones, a slug or number twice and a topic that there is not are errors. Aliases are those of the
// topics; `add_aliases` adds those of the other catalogues.
[[nodiscard]] std::expected<std::vector<Topic>, CatalogueError> read_topics(std::string_view text);
[[nodiscard]] std::expected<Catalogue, CatalogueError> read_catalogue(std::string_view text,
                                                                      std::span<Topic const> topics);
void add_aliases(std::vector<Catalogue>& catalogues);

// What is built in, the oldest first. Reads embedded data once; a defect in it is a bug and asserts.
[[nodiscard]] std::span<Topic const> topics();
[[nodiscard]] std::span<Catalogue const> catalogues();
[[nodiscard]] Catalogue const& newest_catalogue();

// By its version or the year in it: "marketplace-2023", "2023". Null for one that is not built in.
[[nodiscard]] Catalogue const* find_catalogue(std::string_view name);

} // namespace postern::report
