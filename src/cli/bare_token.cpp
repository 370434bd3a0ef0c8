#include "cli/bare_token.hpp"

#include <algorithm>

namespace postern::cli {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

} // namespace

std::string_view bare_token(std::string_view text)
{
    auto token = trimmed(text);
    for (std::string_view const scheme : {"JWT ", "Bearer "})
        if (token.starts_with(scheme))
            return trimmed(token.substr(scheme.size()));
    return token;
}

} // namespace postern::cli
