#pragma once

// JSON text as values that know where they stand. Strict RFC 8259 (nlohmann's parser does the work), bounded
// in size, depth and number of values. A byte order mark is tolerated (RFC 8259 section 8.1).

#include "platform/endpoint.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace postern::platform::connect {

inline constexpr std::size_t json_text_max_bytes = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t json_depth_max = 64;
inline constexpr std::size_t json_values_max_count = 100'000;
inline constexpr std::size_t json_name_max_bytes = 256; // of a member; JSON pointers repeat them

struct JsonMember;

struct JsonValue {
    enum class Kind { null, boolean, number, string, array, object };

    Kind kind = Kind::null;
    std::size_t offset = 0; // of its first byte; of the opening quote for a string
    bool boolean = false;
    std::string string; // the characters of a string, decoded
    std::vector<JsonValue> items;
    std::vector<JsonMember> members; // each name once, in the order of the text

    // The member of this name; null if there is none or this is not an object.
    [[nodiscard]] JsonValue const* find(std::string_view name) const;
};

struct JsonMember {
    std::string name;
    JsonValue value;
};

[[nodiscard]] std::string_view describe(JsonValue::Kind kind); // "an object", "a string" …

// A name that stands more than once in one object. The last value counts, as it does for the host; `offset`
// is that of a value that is overridden.
struct DuplicateName {
    std::string name;
    std::size_t offset = 0;
};

struct JsonDocument {
    JsonValue root;
    std::vector<DuplicateName> duplicates;
};

struct JsonFailure {
    enum class Kind { too_large, syntax, too_deep, too_many_values, name_too_long };
    Kind kind;
    std::size_t offset = 0; // of the first byte that does not fit; the text's size where it ends too early
    std::string expected;   // for `syntax`, in words
};

// Offsets count from the start of `text`, byte order mark included.
[[nodiscard]] std::expected<JsonDocument, JsonFailure> parse_located(std::string_view text);

// Turns offsets into lines and columns. Lives no longer than the text.
class LineIndex {
public:
    explicit LineIndex(std::string_view text);
    [[nodiscard]] Position at(std::size_t offset) const;

private:
    std::vector<std::size_t> line_starts_;
};

// `pointer` and one more step (RFC 6901).
[[nodiscard]] std::string append_pointer(std::string_view pointer, std::string_view name);
[[nodiscard]] std::string append_pointer(std::string_view pointer, std::size_t index);

} // namespace postern::platform::connect
