#pragma once

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <ranges>
#include <string>
#include <string_view>

namespace postern::cli {

// Begins the name of a validator that knows all values: completion and manual list them.
inline constexpr std::string_view one_of_prefix = "one of ";

// One of `words`, turned into the number of its value. CLI::CheckedTransformer takes the numbers behind them
// too, and complains in those.
template <typename Value>
CLI::Validator one_of(std::map<std::string, Value> const& words)
{
    auto const names = fmt::format("{}", fmt::join(std::views::keys(words), "|"));
    auto const transform = [words](std::string& text) -> std::string {
        auto const found = words.find(text);
        if (found == words.end())
            return fmt::format("there is no '{}'; use {}", text, fmt::join(std::views::keys(words), " or "));
        text = std::to_string(static_cast<int>(found->second));
        return {};
    };
    return CLI::Validator(transform, "", std::string(one_of_prefix) + names);
}

} // namespace postern::cli
