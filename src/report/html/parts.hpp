#pragma once

// The parts of the page, from its head to its foot. Each writes one piece of plain HTML and is whole without
// the script; classes and data attributes are what web/report/src takes hold of.

#include "report/html/markup.hpp"
#include "report/model.hpp"

#include <cstddef>
#include <iosfwd>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace postern::report::html {

// Exchanges in full: each once, at the first finding that names it.
class Exchanges {
public:
    explicit Exchanges(Report const& report);

    // What a finding names: the first html_finding_exchanges_max in full, the others in a line each.
    void write(Finding const& finding, std::ostream& out);

private:
    void write_full(http::Exchange const& exchange, std::ostream& out);
    void write_line(http::Exchange const& exchange, std::ostream& out);
    Markup body(std::string_view body, std::uint64_t all_bytes);

    Report const& report_;
    std::map<std::string_view, http::Exchange const*> by_id_;
    std::set<std::string_view> written_;
    std::size_t bodies_bytes_ = 0;
};

void write_summary(Report const& report, std::ostream& out);
void write_requirements(Report const& report, std::ostream& out);
// One `exchanges` for both. The latter: what is waived or switched off, and nothing where nothing is.
void write_findings(Report const& report, Exchanges& exchanges, std::ostream& out);
void write_not_counted(Report const& report, Exchanges& exchanges, std::ostream& out);
// What became of the findings of an earlier report; nothing without one.
void write_baseline(Report const& report, std::ostream& out);
void write_other_checks(Report const& report, std::ostream& out);
void write_coverage(Report const& report, std::ostream& out);

// Who waived a finding and why, which rule changed it: for its evidence.
void write_policy_of(Finding const& finding, std::ostream& out);
// "new", "waived" and the like: words beside a finding's name, and what it can be filtered by.
[[nodiscard]] std::vector<std::string_view> tags(Finding const& finding);

// What the script searches and filters by, as JSON in a data block.
void write_index(Report const& report, std::ostream& out);

// Of a check that did not pass: what stands in a section of its own; passed, not applicable and manual ones
// have a line in the table of the others.
[[nodiscard]] bool has_section(CheckResult const& check);

// A command or a text, with a button that copies it where it can be shown as it is.
[[nodiscard]] Markup to_copy(std::string_view text, std::string_view button, std::string_view style = "");

// "finding-2e11a940c0dd", "requirement-1.1", "check-forged-token": the ids of elements.
[[nodiscard]] std::string element_id(std::string_view kind, std::string_view id);

// Links to the sections of checks, to the rows of requirements.
[[nodiscard]] Markup check_links(std::vector<std::string> const& checks);
[[nodiscard]] Markup requirement_links(std::vector<std::string> const& requirements);

} // namespace postern::report::html
