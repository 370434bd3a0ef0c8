#include "support/descriptor_rows.hpp"

namespace postern::checks {

extern Check const descriptor_migrations;

namespace {

using evidence::DescriptorFacts;
using evidence::Evidence;
using platform::StatedMigration;
using Row = support::DescriptorRow;

class DescriptorMigrations : public testing::TestWithParam<Row> {};

TEST_P(DescriptorMigrations, row) { support::expect_row(descriptor_migrations, GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    rows, DescriptorMigrations,
    testing::ValuesIn(std::vector<Row>{
        Row{"both_on_passes", [](Evidence&, DescriptorFacts&) {}, Outcome::pass},
        Row{"unsigned_installs_fail",
            [](Evidence&, DescriptorFacts& facts) {
                facts.migrations[0].state = StatedMigration::State::off;
            },
            Outcome::fail, "/apiMigrations/signed-install", "switches signed-install off"},
        Row{"context_tokens_without_hash_fail",
            [](Evidence&, DescriptorFacts& facts) {
                facts.migrations[1].state = StatedMigration::State::off;
            },
            Outcome::fail, "/apiMigrations/context-qsh", "switches context-qsh off"},
        Row{"silence_on_installs_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.migrations.erase(facts.migrations.begin()); },
            Outcome::warn, "/apiMigrations/signed-install", "does not say"},
        Row{"silence_on_context_tokens_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.migrations.pop_back(); }, Outcome::warn,
            "/apiMigrations/context-qsh", "does not say"},
        Row{"without_callbacks_installs_need_no_signature",
            [](Evidence&, DescriptorFacts& facts) {
                facts.lifecycle.clear();
                facts.migrations.erase(facts.migrations.begin());
            },
            Outcome::pass},
        Row{"an_app_without_tokens_has_none",
            [](Evidence& evidence, DescriptorFacts&) {
                evidence.target.authentication = platform::Authentication::none;
            },
            Outcome::not_applicable},
        Row{"bitbucket_has_none",
            [](Evidence&, DescriptorFacts& facts) {
                facts.product = "Bitbucket";
                facts.migrations.clear();
            },
            Outcome::not_applicable},
    }),
    [](auto const& row) { return std::string(row.param.name); });

} // namespace
} // namespace postern::checks
