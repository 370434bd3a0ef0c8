#include "support/descriptor_rows.hpp"

namespace postern::checks {

extern Check const descriptor_base_url;

namespace {

using evidence::DescriptorFacts;
using evidence::Evidence;
using Row = support::DescriptorRow;

class DescriptorBaseUrl : public testing::TestWithParam<Row> {};

TEST_P(DescriptorBaseUrl, row) { support::expect_row(descriptor_base_url, GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    rows, DescriptorBaseUrl,
    testing::ValuesIn(std::vector<Row>{
        Row{"https_passes", [](Evidence&, DescriptorFacts&) {}, Outcome::pass},
        Row{"plain_http_fails",
            [](Evidence&, DescriptorFacts& facts) { facts.base_url->text = "http://app.example"; },
            Outcome::fail, "/baseUrl", "plain HTTP"},
        Row{"plain_http_on_this_machine_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.base_url->text = "http://localhost:3000"; },
            Outcome::warn, "/baseUrl", "development host"},
        Row{"plain_http_in_a_private_network_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.base_url->text = "http://192.168.1.2"; },
            Outcome::warn, "/baseUrl", "development host"},
        Row{"what_the_descriptor_says_counts_where_the_scan_goes_elsewhere",
            [](Evidence& evidence, DescriptorFacts&) { evidence.target.base_url = "http://127.0.0.1:3000"; },
            Outcome::pass},
        Row{"a_template_is_judged_by_where_the_scan_goes",
            [](Evidence& evidence, DescriptorFacts& facts) {
                facts.base_url->text = "{{localBaseUrl}}";
                evidence.target.base_url = "http://app.example";
            },
            Outcome::fail, "/baseUrl", "http://app.example"},
        Row{"an_absent_one_is_judged_by_where_the_scan_goes",
            [](Evidence&, DescriptorFacts& facts) { facts.base_url.reset(); }, Outcome::pass},
        Row{"one_longer_than_the_schema_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) {
                facts.base_url->text = "https://app.example/" + std::string(200, 'a');
            },
            Outcome::warn, "/baseUrl", "220 bytes"},
    }),
    [](auto const& row) { return std::string(row.param.name); });

TEST(DescriptorBaseUrlPlace, is_that_of_the_descriptor)
{
    auto evidence = support::healthy();
    evidence.descriptor->base_url->text = "http://app.example";
    auto const verdict = descriptor_base_url.run(evidence);
    EXPECT_EQ(verdict.findings.at(0).position, (platform::Position{4, 16}));
    EXPECT_EQ(verdict.findings.at(0).proof.at(0), "\"baseUrl\": \"http://app.example\"");
}

} // namespace
} // namespace postern::checks
