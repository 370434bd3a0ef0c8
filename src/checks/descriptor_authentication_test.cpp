#include "support/descriptor_rows.hpp"

namespace postern::checks {

extern Check const descriptor_authentication;

namespace {

using evidence::DescriptorFacts;
using evidence::Evidence;
using Row = support::DescriptorRow;

class DescriptorAuthentication : public testing::TestWithParam<Row> {};

TEST_P(DescriptorAuthentication, row) { support::expect_row(descriptor_authentication, GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    rows, DescriptorAuthentication,
    testing::ValuesIn(std::vector<Row>{
        Row{"jwt_passes", [](Evidence&, DescriptorFacts&) {}, Outcome::pass},
        Row{"none_with_an_install_callback_fails",
            [](Evidence& evidence, DescriptorFacts& facts) {
                evidence.target.authentication = platform::Authentication::none;
                facts.authentication->text = "none";
            },
            Outcome::fail, "/lifecycle/installed", "anybody can send it one"},
        Row{"none_with_webhooks_is_a_warning",
            [](Evidence& evidence, DescriptorFacts& facts) {
                evidence.target.authentication = platform::Authentication::none;
                facts.authentication->text = "none";
                facts.lifecycle.clear();
            },
            Outcome::warn, "/authentication/type", "webhooks"},
        Row{"none_for_a_static_app_passes",
            [](Evidence& evidence, DescriptorFacts& facts) {
                evidence.target.authentication = platform::Authentication::none;
                facts.authentication->text = "none";
                facts.lifecycle.clear();
                evidence.endpoints = {support::example_page()};
            },
            Outcome::pass},
        Row{"capitals_are_noted",
            [](Evidence&, DescriptorFacts& facts) { facts.authentication->text = "JWT"; }, Outcome::warn,
            "/authentication/type", "\"JWT\""},
        Row{"an_unknown_word_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.authentication->text = "oauth"; }, Outcome::warn,
            "/authentication/type", "neither jwt nor none"},
        Row{"an_absent_one_is_noted", [](Evidence&, DescriptorFacts& facts) { facts.authentication.reset(); },
            Outcome::warn, "/authentication/type", "demands"},
        Row{"jwt_without_an_install_callback_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.lifecycle.clear(); }, Outcome::warn,
            "/authentication/type", "refuse to install"},
    }),
    [](auto const& row) { return std::string(row.param.name); });

} // namespace
} // namespace postern::checks
