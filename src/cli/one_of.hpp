#pragma once

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace postern::cli {

// Begins the name of a validator that knows all values: completion and manual list them.
inline constexpr std::string_view one_of_prefix = "one of ";

// One of `words`, turned into the number of its value; spaces around it, as in a list "json, html", do not
// matter. CLI::CheckedTransformer takes the numbers behind them too, and complains in those.
template <typename Value>
CLI::Validator one_of(std::map<std::string, Value> const& words)
{
    auto const names = fmt::format("{}", fmt::join(std::views::keys(words), "|"));
    auto const transform = [words](std::string& text) -> std::string {
        auto const found = words.find(CLI::detail::trim(text));
        if (found == words.end())
            return fmt::format("there is no '{}'; use {}", text, fmt::join(std::views::keys(words), " or "));
        text = std::to_string(static_cast<int>(found->second));
        return {};
    };
    return CLI::Validator(transform, "", std::string(one_of_prefix) + names);
}

// Leaves every text as it is and to its reader; completion and manual know the words.
inline CLI::Validator suggested(std::vector<std::string_view> const& words)
{
    return CLI::Validator([](std::string&) { return std::string(); }, "",
                          fmt::format("{}{}", one_of_prefix, fmt::join(words, "|")));
}

} // namespace postern::cli
