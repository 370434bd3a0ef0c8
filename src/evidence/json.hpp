#pragma once

// Evidence as a file, so that it can be judged again without the network. JSON, format "postern-evidence-1":
// docs/schema/evidence-1.schema.json.

#include "evidence/evidence.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <iosfwd>
#include <string>
#include <string_view>

namespace postern::evidence {

inline constexpr std::string_view evidence_format = "postern-evidence-1";

// Limits on what is read; a file beyond them is refused.
inline constexpr std::size_t evidence_file_max_bytes = 512 * 1024 * 1024;
inline constexpr std::size_t evidence_depth_max = 16;
inline constexpr std::size_t evidence_values_max = 4'000'000; // numbers, texts, lists, objects, member names
inline constexpr std::size_t exchange_places_max = 4; // attempts that name one exchange; each gets a copy

// Writes what read_json gives back bit for bit. Exchange by exchange, so that memory stays small; each one is
// written once, however often it is named. Two different exchanges with one id are a bug: asserts. Whether
// the stream took it all is for the caller to ask.
void write_json(Evidence const& evidence, std::ostream& out);

struct EvidenceError {
    std::string message; // what is wrong
    std::string pointer; // JSON pointer (RFC 6901) to the place; empty where it is the whole file
    std::string remedy;  // what to do
};

// Reads a whole file. Unknown members are ignored, an unknown format is refused. What comes back is sound:
// every id of an endpoint and of an exchange names one, every number is in its range.
[[nodiscard]] std::expected<Evidence, EvidenceError> read_json(std::string_view text);

// The same from a stream that ends; reads no further than evidence_file_max_bytes.
[[nodiscard]] std::expected<Evidence, EvidenceError> read_json(std::istream& in);

} // namespace postern::evidence
