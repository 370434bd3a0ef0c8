#pragma once

#include "evidence/json.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <expected>
#include <string_view>

namespace postern::evidence {

// What a JSON file is called in messages, and how large it may be.
struct DocumentKind {
    std::string_view name; // "the evidence"
    std::size_t bytes_max = 0;
    std::size_t depth_max = 0;
    std::size_t values_max = 0;       // numbers, texts, lists, objects, member names
    std::string_view where_too_large; // remedies
    std::string_view where_another;
};

// Parses a file that may come from anywhere; the limits are checked before anything is built.
[[nodiscard]] std::expected<nlohmann::json, EvidenceError> parse_document(std::string_view text,
                                                                          DocumentKind const& kind);

} // namespace postern::evidence
