#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::jwt {

enum class JsonFault : std::uint8_t { not_utf8, not_json, not_an_object, too_deep, duplicate_key };

// A member of the outermost object.
struct JsonMember {
    std::string_view key;   // decoded
    std::string_view value; // JSON text, checked
};

// Checks a JSON text strictly (RFC 8259) and lists the members of its outermost object, in one pass and
// without building anything: after the first few texts it does not allocate. Stricter than the RFC where
// parsers disagree: UTF-8 only and valid, no lone surrogates, no duplicate keys in any object (compared
// decoded, so "alg" is "al\u0067").
class JsonScanner {
public:
    // The members, in order. They are views into `text` and into this object, valid until the next scan.
    [[nodiscard]] std::expected<std::span<JsonMember const>, JsonFault> scan(std::string_view text);

    // The member of this name in the last text; nothing if there is none.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const;

    // `value` as JsonMember gives it: the characters of a string; nothing if it is not a string. The view is
    // valid until the next scan. At most once for each value of the last text.
    [[nodiscard]] std::optional<std::string_view> string(std::string_view value);

    // Appends the strings of an array of strings to `out`; false if it is anything else.
    [[nodiscard]] bool strings(std::string_view value, std::vector<std::string_view>& out);

private:
    enum class Step : std::uint8_t { good, bad, too_deep };

    Step scan_value(std::size_t depth);
    Step scan_object(std::size_t depth);
    Step scan_array(std::size_t depth);
    bool scan_string();
    bool scan_escape();
    bool scan_number();
    bool scan_literal(std::string_view literal);
    void skip_space();
    bool accept(char wanted);
    [[nodiscard]] std::string_view from(char const* start) const;
    std::string_view characters(std::string_view quoted);

    char const* at_ = nullptr;
    char const* end_ = nullptr;
    bool string_has_escapes_ = false;
    bool duplicate_seen_ = false;
    std::vector<JsonMember> members_;
    std::vector<std::string_view> keys_; // of all objects that are open
    std::string decoded_;                // reserved for the whole text: never moves while views exist
};

} // namespace postern::jwt
