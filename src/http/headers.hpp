#pragma once

#include <cstddef>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::http {

enum class HeaderError {
    name_not_a_token,       // RFC 9110 section 5.1
    value_has_control_bytes // CR, LF, NUL or another control byte: RFC 9110 section 5.5
};

[[nodiscard]] std::string_view describe(HeaderError error);

struct HeaderField {
    std::string name;
    std::string value;
    bool operator==(HeaderField const&) const = default;
};

// Header fields in the order of the wire. Names compare without case, repeated fields are kept apart.
// The one way in is `add`, which refuses what would split a message: no code sets a header past it.
class Headers {
public:
    Headers() = default;

    // For literal fields. A bad one is a bug, not an input: asserts.
    Headers(std::initializer_list<HeaderField> fields);

    // Appends; leading and trailing spaces and tabs of the value are dropped.
    [[nodiscard]] std::expected<void, HeaderError> add(std::string_view name, std::string_view value);

    // Replaces all fields of this name by one. A bad literal is a bug: asserts.
    void set(std::string_view name, std::string_view value);

    // Removes all fields of this name.
    void remove(std::string_view name);

    // The value of the first field of this name. The view lives as long as the field.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;

    // All values of this name, in order.
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;

    // All values of this name joined with ", " (RFC 9110 section 5.3); nothing if there is none.
    [[nodiscard]] std::optional<std::string> joined(std::string_view name) const;

    [[nodiscard]] auto begin() const { return fields_.begin(); }
    [[nodiscard]] auto end() const { return fields_.end(); }
    [[nodiscard]] std::size_t size() const { return fields_.size(); }
    [[nodiscard]] bool empty() const { return fields_.empty(); }
    bool operator==(Headers const&) const = default;

private:
    std::vector<HeaderField> fields_;
};

// ASCII comparison without case.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] std::string lower_case(std::string_view text);

} // namespace postern::http
