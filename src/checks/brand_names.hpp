#pragma once

// The names that an app's own name and domain should leave to the host product, as data
// (catalogue/branding/names.json).

#include "base/embedded_file.hpp"

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

// The bytes of the list, as they were when this was built.
[[nodiscard]] std::span<EmbeddedFile const> brand_name_files();

struct BrandNames {
    std::vector<std::string> products; // as they are written: "Jira Align"
    std::vector<std::string> words;    // that promise what only the host sells: "premium"
};

// An error says what is wrong.
[[nodiscard]] std::expected<BrandNames, std::string> read_brand_names(std::string_view json);

// Those built in.
[[nodiscard]] BrandNames const& brand_names();

// The longest product with whose words `name` begins; nothing for "Jiraffe" and "Notes for Jira".
[[nodiscard]] std::optional<std::string> begins_with_product(std::string_view name, BrandNames const& names);

// The first of the words that is one of `name`.
[[nodiscard]] std::optional<std::string> has_word(std::string_view name, BrandNames const& names);

struct InLabel {
    std::string product;
    bool whole = false; // between hyphens, or all of it; else it may be a part of another word
};

// The longest product in a label of a domain, whole ones first: "jira-tools", "myjira".
[[nodiscard]] std::optional<InLabel> product_in_label(std::string_view label, BrandNames const& names);

} // namespace postern::checks
