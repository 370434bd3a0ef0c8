#pragma once

// Atlassian Document Format, as version 3 of Jira's API writes texts.
// Source: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/.

#include <nlohmann/json.hpp>

#include <expected>
#include <string>

namespace postern::simulator::rest {

inline constexpr int document_max_depth = 50; // nodes inside each other

// A paragraph for each that an empty line parts; a line break within one is a hardBreak.
[[nodiscard]] nlohmann::json document(std::string_view text);

// What a person reads in a document: its blocks parted by empty lines, everything about looks left out.
// Fails with a sentence for what is no document.
[[nodiscard]] std::expected<std::string, std::string> text_of_document(nlohmann::json const& document);

} // namespace postern::simulator::rest
