#include "platform/connect/not_json.hpp"

#include "http/headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace postern::platform::connect {
namespace {

constexpr std::size_t head_max_bytes = 4096; // what is looked at to tell what a text is

constexpr std::string_view use_what_is_served =
    "give the URL of the descriptor that the running app serves, where the placeholders are filled in";
constexpr std::string_view use_descriptor_url =
    "give the address of the descriptor itself, usually …/atlassian-connect.json";

std::string_view without_leading_space(std::string_view text)
{
    auto const start = text.find_first_not_of(" \t\r\n");
    return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

std::string_view at(std::string_view text, std::size_t offset, std::size_t bytes)
{
    return text.substr(std::min(offset, text.size()), bytes);
}

// The rest of the line at `offset` up to there, without spaces at its end.
std::string_view before(std::string_view text, std::size_t offset)
{
    auto const head = text.substr(0, std::min(offset, text.size()));
    auto const end = head.find_last_not_of(" \t\r\n");
    return end == std::string_view::npos ? std::string_view() : head.substr(0, end + 1);
}

struct Guess {
    std::string message;
    std::string_view remedy;
};

std::optional<Guess> guess_markup(std::string_view text)
{
    if (!text.starts_with('<'))
        return std::nullopt;
    auto const head = http::lower_case(text.substr(0, head_max_bytes));
    if (head.contains("<!doctype html") || head.contains("<html"))
        return Guess{"this is an HTML page, not a descriptor", use_descriptor_url};
    if (head.contains("<atlassian-plugin") || head.starts_with("<?xml"))
        return Guess{
            "this is an XML descriptor, not a Connect descriptor",
            "give the app's JSON descriptor: an atlassian-plugin.xml belongs to a server or data centre "
            "app, which this scan does not cover"};
    return Guess{"this is HTML or XML, not a descriptor", use_descriptor_url};
}

// By the whole text, without a place.
std::optional<Guess> guess_format(std::string_view text)
{
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || text.substr(0, 2).contains('\0'))
        return Guess{"the descriptor is encoded in UTF-16 or UTF-32, not in UTF-8", "save it as UTF-8"};
    if (text.starts_with("\x1F\x8B"))
        return Guess{"this is a gzip file, not a descriptor", "unpack it first"};
    text = without_leading_space(text);
    if (text.empty())
        return Guess{"the descriptor is empty", "check the address or file"};
    if (auto markup = guess_markup(text))
        return markup;
    if (text.starts_with("modules:") || text.starts_with("app:") || text.starts_with("permissions:"))
        return Guess{"this looks like a Forge manifest (YAML), not a Connect descriptor", use_descriptor_url};
    return std::nullopt;
}

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }

// By what stands at the place where the text stops being JSON.
std::optional<Guess> guess_dialect(std::string_view text, std::size_t offset)
{
    auto const here = at(text, offset, 2);
    auto const ahead = before(text, offset);
    if (here == "{%" || here == "{{" || here == "{#" || here == "${" || ahead.ends_with("{%") ||
        ahead.ends_with("{{") || (ahead.ends_with('{') && here.starts_with('%')) ||
        (ahead.ends_with('{') && here.starts_with('{')))
        return Guess{"the descriptor is a template that has not been filled in", use_what_is_served};
    if (here == "//" || here == "/*" || here.starts_with('#'))
        return Guess{"the descriptor is not JSON: it has a comment, which JSON does not know",
                     "take the comments out, or give the URL of the descriptor that the running app serves"};
    if (here.starts_with('\''))
        return Guess{"the descriptor is not JSON: it has a string in single quotes (JSON5)",
                     "use double quotes, or give the URL of the descriptor that the running app serves"};
    if (ahead.ends_with(',') && (here.starts_with('}') || here.starts_with(']')))
        return Guess{"the descriptor is not JSON: it has a comma with nothing behind it",
                     "take the comma out"};
    if ((ahead.ends_with('{') || ahead.ends_with(',')) && !here.empty() && starts_name(here.front()))
        return Guess{"the descriptor is not JSON: it has a name without quotes (JSON5 or JavaScript)",
                     "put names in double quotes, or give the URL of the descriptor that the running app "
                     "serves"};
    return std::nullopt;
}

DescriptorError beyond_limit(std::string_view text, JsonFailure const& failure)
{
    if (failure.kind == JsonFailure::Kind::too_large)
        return {.message = fmt::format("the descriptor is larger than {} MiB, which no descriptor is",
                                       json_text_max_bytes / (1024 * 1024)),
                .remedy = std::string(use_descriptor_url)};
    auto message = fmt::format("the descriptor is nested more than {} deep", json_depth_max);
    if (failure.kind == JsonFailure::Kind::too_many_values)
        message = fmt::format("the descriptor holds more than {} values", json_values_max_count);
    else if (failure.kind == JsonFailure::Kind::name_too_long)
        message = fmt::format("the descriptor has a name of more than {} bytes", json_name_max_bytes);
    return {.message = std::move(message),
            .position = LineIndex(text).at(failure.offset),
            .remedy = "check that this is the descriptor: real ones are far smaller"};
}

} // namespace

DescriptorError explain_not_json(std::string_view text, JsonFailure const& failure)
{
    if (failure.kind != JsonFailure::Kind::syntax)
        return beyond_limit(text, failure);
    if (auto guess = guess_format(text))
        return {.message = std::move(guess->message), .remedy = std::string(guess->remedy)};
    auto const position = LineIndex(text).at(failure.offset);
    if (auto const guess = guess_dialect(text, failure.offset))
        return {.message = guess->message, .position = position, .remedy = std::string(guess->remedy)};
    return {.message = fmt::format("the descriptor is not JSON: {}", failure.expected),
            .position = position,
            .remedy = "mend that place, or give the URL of the descriptor that the running app serves"};
}

} // namespace postern::platform::connect
