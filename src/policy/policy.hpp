#pragma once

// What a project says about its scans, in postern.toml: which checks count how much and where, which findings
// a person has accepted, and the options of commands. Plain values; policy_toml.hpp reads them.

#include "checks/verdict.hpp"
#include "policy/day.hpp"
#include "policy/reason.hpp"
#include "report/model.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace postern::policy {

inline constexpr std::string_view policy_file_name = "postern.toml";

// A place in the file; both count from 1.
struct Place {
    std::size_t line = 0;
    std::size_t column = 0;
};

// Where a rule holds. An empty list limits nothing; of a list that is not empty one pattern must match.
struct Scope {
    std::vector<std::string> endpoints; // patterns of glob.hpp over Finding::endpoint
    std::vector<std::string> subjects;  // patterns over Finding::subject
    std::vector<std::string> modules;   // patterns over the type of the endpoint's module: "webPanels"
    std::vector<std::string> kinds;     // EndpointKind

    [[nodiscard]] bool everywhere() const
    {
        return endpoints.empty() && subjects.empty() && modules.empty() && kinds.empty();
    }
};

struct Rule {
    std::string check; // its id, or "*": every check
    report::Level level = report::Level::fail;
    Scope where;
    Place place;
};

struct WaiverRule {
    std::string finding; // its id; empty: every finding that the patterns match
    std::string check;
    std::string endpoint = "*"; // pattern; matches the empty endpoint too
    std::string subject = "*";  // pattern
    // The worst verdict that it accepts: a waiver for a warning does not cover what became a failure.
    checks::Outcome verdict = checks::Outcome::warn;
    Reason reason = Reason::false_positive;
    std::string explanation;
    std::string author;
    std::optional<Day> expires; // the last day on which it holds
    Place place;
};

// An option of a command line: its long name and its values as they would stand there.
struct Setting {
    enum class Value { text, on, off };
    std::string section; // "scan" or "report"
    std::string key;     // "base-url"
    Value value = Value::text;
    std::vector<std::string> texts;
    Place place;
};

struct Policy {
    std::string file; // as it is named in reports
    std::vector<Setting> settings;
    std::vector<Rule> rules; // in the order in which they are applied: a later one wins
    std::vector<WaiverRule> waivers;
};

} // namespace postern::policy
