#pragma once

// What several formats say of a finding.

#include "report/model.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace postern::report {

// Null where the report has no such exchange.
[[nodiscard]] http::Exchange const* exchange_of(Report const& report, std::string_view id);
[[nodiscard]] http::Exchange const* first_exchange(Report const& report, Finding const& finding);

// The endpoint, the subject, or both: "webPanels/foo-panel, cookie sid".
[[nodiscard]] std::string place_of(Finding const& finding);

// "GET https://app.example/foo -> 200", "… -> timed out: no answer within 10 seconds".
[[nodiscard]] std::string in_one_line(http::Exchange const& exchange);

// Message, what the policy and the baseline make of it, exchanges with their curl lines, proof, repeat and
// explanation, a line each.
[[nodiscard]] std::vector<std::string> details_of(Report const& report, Finding const& finding);

// The text for a ticket; may be empty. Where something else fails at the endpoint it does not speak for the
// answer.
[[nodiscard]] std::string explanation_of(Finding const& finding);

// "waived by Security team until 2027-03-31 (accepted-risk): why".
[[nodiscard]] std::string in_words(Waiver const& waiver);

// "switched off by postern.toml:12; measured: fail", "made warn by postern.toml:12; measured: fail".
[[nodiscard]] std::string in_words(Ruling const& ruling);

// The same for what is gone: "exposed-files /.git/HEAD".
[[nodiscard]] std::string place_of(EarlierFinding const& finding);

// What was made of the findings of an earlier report.
struct ChangeCounts {
    std::size_t is_new = 0;
    std::size_t changed = 0;
    std::size_t unchanged = 0;
    std::size_t fixed = 0;
};
[[nodiscard]] ChangeCounts change_counts(Report const& report);
// "4 new, 1 changed, 9 unchanged, 1 fixed".
[[nodiscard]] std::string in_words(ChangeCounts const& counts);

// The section "How to fix it" of the check's page, Markdown; empty for a check without one.
[[nodiscard]] std::string_view how_to_fix(std::string_view check);

// "High": as several formats write it.
[[nodiscard]] std::string_view capitalised(checks::Severity severity);

// At most that much of the text's beginning; does not end within a UTF-8 sequence.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t bytes_max);

// UTC without a zone: "2023-11-14T22:13:20".
[[nodiscard]] std::string to_the_second(TimePoint time);

// Two spaces an indent, a line feed at the end, ASCII only (a terminal that is shown the file obeys other
// characters); bytes that are not UTF-8 become U+FFFD.
void write_document(nlohmann::ordered_json const& document, std::ostream& out);

} // namespace postern::report
