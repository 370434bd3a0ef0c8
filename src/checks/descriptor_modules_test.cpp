#include "support/descriptor_rows.hpp"

namespace postern::checks {

extern Check const descriptor_modules;

namespace {

using evidence::DescriptorFacts;
using evidence::Evidence;
using platform::StatedModule;
using Row = support::DescriptorRow;

class DescriptorModules : public testing::TestWithParam<Row> {};

TEST_P(DescriptorModules, row) { support::expect_row(descriptor_modules, GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    rows, DescriptorModules,
    testing::ValuesIn(std::vector<Row>{
        Row{"a_current_one_passes", [](Evidence&, DescriptorFacts&) {}, Outcome::pass},
        Row{"none_is_nothing_to_judge", [](Evidence&, DescriptorFacts& facts) { facts.modules.clear(); },
            Outcome::not_applicable},
        Row{"an_address_that_cannot_be_used_is_a_warning",
            [](Evidence& evidence, DescriptorFacts&) {
                evidence.endpoints[0].unusable = "its address cannot be used: the URL is malformed";
                evidence.endpoints[0].pointer = "/modules/webPanels/0/url";
            },
            Outcome::warn, "/modules/webPanels/0/url", "the URL is malformed"},
        Row{"a_deprecated_one_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) {
                facts.modules[0].standing = StatedModule::Standing::deprecated;
                facts.modules[0].successor = "jiraIssueContexts";
            },
            Outcome::warn, "/modules/webPanels/0", "use jiraIssueContexts instead"},
        Row{"an_unknown_one_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) {
                facts.modules[0].standing = StatedModule::Standing::unknown;
            },
            Outcome::warn, "/modules/webPanels/0", "no type of module"},
        Row{"a_key_with_other_characters_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.modules[0].key = "a_b"; }, Outcome::warn,
            "/modules/webPanels/0/key", "a_b"},
        Row{"a_key_used_twice_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) {
                facts.modules.push_back(facts.modules[0]);
                facts.modules[1].pointer = "/modules/webPanels/1";
            },
            Outcome::warn, "/modules/webPanels/1/key/unique", "must be unique"},
        Row{"a_name_beyond_the_limit_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.modules[0].name = std::string(1501, 'a'); },
            Outcome::warn, "/modules/webPanels/0/name", "1501 bytes"},
        Row{"an_app_name_beyond_the_limit_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.name->text = std::string(81, 'a'); }, Outcome::warn,
            "/name", "81 bytes"},
        Row{"an_image_over_plain_http_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) {
                facts.links[0].role = platform::StatedLink::Role::image;
                facts.links[0].url.text = "http://cdn.example/a.png";
            },
            Outcome::warn, "/vendor/url", "plain HTTP"},
        Row{"a_relative_image_is_none",
            [](Evidence&, DescriptorFacts& facts) {
                facts.links[0].role = platform::StatedLink::Role::image;
                facts.links[0].url.text = "/a.png";
            },
            Outcome::pass},
        Row{"a_relative_vendor_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.links[0].url.text = "/about"; }, Outcome::warn,
            "/vendor/url", "not absolute"},
        Row{"what_was_left_out_is_not_passed", [](Evidence&, DescriptorFacts& facts) { facts.left_out = 1; },
            Outcome::inconclusive},
    }),
    [](auto const& row) { return std::string(row.param.name); });

} // namespace
} // namespace postern::checks
