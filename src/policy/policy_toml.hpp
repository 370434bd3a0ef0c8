#pragma once

#include "policy/policy.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace postern::policy {

inline constexpr std::size_t policy_file_max_bytes = 1024 * 1024;

struct PolicyError {
    Place place; // 0:0 where it is the whole file
    std::string message;
    std::string remedy;
};

// "postern.toml:3:1: there is no key 'expire' in [[waiver]]; did you mean 'expires'?"
[[nodiscard]] std::string in_words(std::string_view file, PolicyError const& error);

// Reads the text of a postern.toml. Unknown keys, checks, reasons and kinds are errors that name what was
// meant; [scan] and [report] are taken as they are, for the command line knows its options.
[[nodiscard]] std::expected<Policy, PolicyError> read_policy(std::string_view text, std::string file);

// The nearest of `known` to what somebody wrote, for "did you mean".
[[nodiscard]] std::string nearest(std::string_view written, std::vector<std::string> const& known);

} // namespace postern::policy
