#pragma once

// The part of Jira's query language that the simulator understands, for searches and the filters of webhooks.
// Source:
// https://support.atlassian.com/jira-service-management-cloud/docs/use-advanced-search-with-jira-query-language-jql/.

#include "simulator/state/model.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator::rest {

inline constexpr std::size_t jql_max_bytes = 10'000;
inline constexpr std::string_view jql_understood =
    "project = KEY, key = KEY, issue in (KEY, …) and status = \"NAME\", joined with AND; "
    "ORDER BY changes nothing";

struct JqlClause {
    enum class Field { project, issue, status };
    Field field;
    std::vector<std::string> values; // one of them must fit
    bool operator==(JqlClause const&) const = default;
};

struct Jql {
    std::vector<JqlClause> clauses; // all must hold; none: every issue fits
    bool operator==(Jql const&) const = default;
};

// Fails with a sentence that says where it stopped and what is understood.
[[nodiscard]] std::expected<Jql, std::string> parse_jql(std::string_view text);

// Projects and issues are named by key, id or, projects, by name. Case does not count.
[[nodiscard]] bool matches(Jql const& jql, Issue const& issue, Project const& project);

} // namespace postern::simulator::rest
