#pragma once

// What a text must hold to be what it seems: a status or a name proves nothing, since many servers answer 200
// with the same page to everything. Rules are data; matching is linear in the text.

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::http {

// Lines of a stack trace: `begins` ("at "), and behind it on the same line one of `holds` (".java:") before a
// digit.
struct FrameLines {
    std::string begins;
    std::vector<std::string> holds;
    std::size_t count_min = 0; // 0: no rule about them
    bool operator==(FrameLines const&) const = default;
};

// Every part that is not empty must hold.
struct ContentRule {
    std::vector<std::string> starts; // one of them begins the text, white space aside
    std::vector<std::string> all;
    std::vector<std::string> any;
    std::vector<std::string> none;
    FrameLines frames;
    std::size_t variable_lines_min = 0; // lines like "NAME=value"
    bool operator==(ContentRule const&) const = default;
};

// Reads a rule; throws nlohmann::json::exception or std::invalid_argument where it is none. An empty rule,
// which would match everything, is none.
[[nodiscard]] ContentRule read_content_rule(nlohmann::json const& node);

// Where in `text` what the rule asks for first stands; nothing where the text does not fit.
[[nodiscard]] std::optional<std::size_t> find_content(std::string_view text, ContentRule const& rule);

} // namespace postern::http
