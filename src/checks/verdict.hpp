#pragma once

#include "platform/endpoint.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

// The verdict words. "Could not look" is never "fine": inconclusive, manual and not_applicable are not
// passes.
enum class Outcome {
    pass,
    warn, // passed with warnings
    fail,
    inconclusive, // could not look
    not_applicable,
    manual // a person must look
};
[[nodiscard]] std::string_view name(Outcome outcome);

// The graver of two: fail, inconclusive, warn, manual, pass, not_applicable.
[[nodiscard]] Outcome graver(Outcome a, Outcome b);

enum class Severity { info, low, medium, high, critical };
[[nodiscard]] std::string_view name(Severity severity);
[[nodiscard]] std::optional<Severity> severity_from(std::string_view name);

// One place where a check did not pass. It is at an endpoint, or about a subject beside it, or both.
struct Finding {
    std::string endpoint; // Endpoint::id; empty where it is about none
    // What exactly it is about, the same from scan to scan: "app.example:443", "cookie sid", "jquery 1.8.1",
    // "/.env", "/scopes/2". Needed where there is no endpoint, or where one endpoint has several findings.
    std::string subject;
    Outcome outcome = Outcome::fail; // fail, warn or inconclusive
    Severity severity = Severity::medium;
    std::string message;                // what was observed, one or two sentences
    std::vector<std::string> exchanges; // ids of the exchanges that prove it, the best first; a redirect's
                                        // in their order
    std::vector<std::string> proof;     // what no exchange shows, a line each: a handshake, a DNS answer, the
                                        // descriptor's own words, the line of a page
    std::string repeat;                 // a POSIX shell command that shows it again, where no exchange does
    std::string explanation;            // a text for a ticket; may be empty
    platform::Position position;        // in the descriptor, where that is not the endpoint's; else 0:0
    bool operator==(Finding const&) const = default;
};

// Findings one after the other, and the gravest of their outcomes; pass where there is none.
struct Findings {
    std::vector<Finding> all;
    Outcome gravest = Outcome::pass;

    void add(std::optional<Finding> finding); // nothing is left out
};

// What one check says of one scan. Made by the functions below.
struct Verdict {
    Outcome outcome = Outcome::inconclusive;
    std::string summary; // one sentence without a full stop
    std::vector<Finding> findings;
    // What it says of all that no finding speaks of. What a waiver leaves is no better than that.
    Outcome rest = Outcome::pass;
    bool operator==(Verdict const&) const = default;
};

[[nodiscard]] Verdict pass(std::string summary);
[[nodiscard]] Verdict warn(std::string summary, std::vector<Finding> findings);
[[nodiscard]] Verdict fail(std::string summary, std::vector<Finding> findings);
[[nodiscard]] Verdict inconclusive(std::string summary, std::vector<Finding> findings = {});
[[nodiscard]] Verdict not_applicable(std::string summary);
[[nodiscard]] Verdict manual(std::string summary);

} // namespace postern::checks
