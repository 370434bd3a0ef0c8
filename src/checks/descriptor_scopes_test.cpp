#include "support/descriptor_rows.hpp"

namespace postern::checks {

extern Check const descriptor_scopes;

namespace {

using evidence::DescriptorFacts;
using evidence::Evidence;
using platform::StatedScope;
using Row = support::DescriptorRow;

class DescriptorScopes : public testing::TestWithParam<Row> {};

TEST_P(DescriptorScopes, row) { support::expect_row(descriptor_scopes, GetParam()); }

INSTANTIATE_TEST_SUITE_P(rows, DescriptorScopes,
                         testing::ValuesIn(std::vector<Row>{
                             Row{"read_passes", [](Evidence&, DescriptorFacts&) {}, Outcome::pass},
                             Row{"none_at_all_passes",
                                 [](Evidence&, DescriptorFacts& facts) { facts.scopes.clear(); },
                                 Outcome::pass},
                             Row{"a_wide_one_is_a_warning",
                                 [](Evidence&, DescriptorFacts& facts) {
                                     facts.scopes[0].reach = StatedScope::Reach::wide;
                                     facts.scopes[0].name.text = "ADMIN";
                                     facts.scopes[0].why = "all is open";
                                 },
                                 Outcome::warn, "/scopes/0", "With the scope ADMIN all is open."},
                             Row{"an_unknown_one_is_a_warning",
                                 [](Evidence&, DescriptorFacts& facts) {
                                     facts.scopes[0].reach = StatedScope::Reach::unknown;
                                     facts.scopes[0].name.text = "reed";
                                 },
                                 Outcome::warn, "/scopes/0", "reed"},
                             Row{"spaces_are_useless_in_jira",
                                 [](Evidence&, DescriptorFacts& facts) {
                                     facts.scopes[0].reach = StatedScope::Reach::wide;
                                     facts.scopes[0].name.text = "space_admin";
                                 },
                                 Outcome::warn, "/scopes/0", "cannot need it"},
                             Row{"acting_for_users_takes_a_secret",
                                 [](Evidence&, DescriptorFacts& facts) {
                                     facts.scopes[0].reach = StatedScope::Reach::wide;
                                     facts.scopes[0].name.text = "ACT_AS_USER";
                                     facts.lifecycle.clear();
                                 },
                                 Outcome::warn, "/scopes/0", "cannot use it"},
                         }),
                         [](auto const& row) { return std::string(row.param.name); });

} // namespace
} // namespace postern::checks
