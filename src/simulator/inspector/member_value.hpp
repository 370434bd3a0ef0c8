#pragma once

// Where the value of a member of JSON stands, however its quotes are spelled: as JSON in a string of JSON, in
// HTML or in an address has them.

#include "simulator/inspector/secret_name.hpp"

#include <optional>
#include <string_view>

namespace postern::simulator::inspector {

// What a span holds: the text of a string, or an array, an object or a number as JSON writes it.
enum class ValueForm { text, json };

struct MemberValue {
    Span span;
    ValueForm form;
    std::string_view quote = {}; // of JSON, as it is spelled there
};

// The value of "name" : value, whose name ends at `name_end` and may have begun with anything that a string
// holds. null, true and false are no secrets.
[[nodiscard]] std::optional<MemberValue> value_of_member(std::string_view text, std::size_t name_end);

// What the string holds whose quote begins at `begin`, as far as it is there. Empty if no quote does.
[[nodiscard]] std::optional<Span> string_at(std::string_view text, std::size_t begin);

} // namespace postern::simulator::inspector
