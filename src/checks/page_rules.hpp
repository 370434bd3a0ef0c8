#pragma once

// Pages that servers and frameworks make by themselves, as data (catalogue/exposure/): error pages with what
// is for developers, and listings of folders.

#include "base/embedded_file.hpp"
#include "checks/sighting.hpp"
#include "checks/verdict.hpp"
#include "http/content_rule.hpp"

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

// error-pages.json and listings.json, as they were when this was built.
[[nodiscard]] std::span<EmbeddedFile const> page_rule_files();

struct PageRule {
    enum class Statuses { any, success, errors };
    std::string id;
    std::string title; // "a stack trace of Java", to stand in a sentence
    Outcome outcome = Outcome::fail;
    Severity severity = Severity::medium;
    Statuses statuses = Statuses::any;
    http::ContentRule content;
};

[[nodiscard]] std::expected<std::vector<PageRule>, std::string> read_page_rules(std::string_view json);

// Those built in, by the name of their file.
[[nodiscard]] std::vector<PageRule> const& error_page_rules();
[[nodiscard]] std::vector<PageRule> const& listing_rules();

// One rule that fits answers, and where.
struct PageFound {
    PageRule const* rule = nullptr;
    std::vector<Sighting> sightings; // in their order, each exchange once
    std::string line;                // of the first: what shows it, shortened
};

struct PagesFound {
    std::size_t answers = 0; // that were looked at
    std::vector<PageFound> found;
};

// Looks through every answer of the scan. One answer counts for the first rule that fits it.
[[nodiscard]] PagesFound find_pages(evidence::Evidence const& evidence, std::vector<PageRule> const& rules);

// One finding for each of them.
[[nodiscard]] std::vector<Finding> page_findings(std::vector<PageFound> const& found);

} // namespace postern::checks
