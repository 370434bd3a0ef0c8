#include "http/field_value.hpp"

#include <algorithm>

namespace postern::http {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n\f\r";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        if (auto const part = trimmed(text.substr(0, end)); !part.empty())
            parts.push_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::vector<std::string_view> split_unquoted(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && quoted && text[i] == '\\')
            ++i;
        else if (i < text.size() && text[i] == '"')
            quoted = !quoted;
        else if (i >= text.size() || (!quoted && text[i] == separator)) {
            if (auto const part = trimmed(text.substr(begin, i - begin)); !part.empty())
                parts.push_back(part);
            begin = std::min(i + 1, text.size());
        }
    }
    return parts;
}

} // namespace postern::http
