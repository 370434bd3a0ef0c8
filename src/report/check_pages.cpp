#include "report/check_pages.hpp"

#include <algorithm>
#include <string>

namespace postern::report {

std::optional<std::string_view> check_page(std::string_view check)
{
    auto const name = std::string(check) + ".md";
    auto const pages = check_pages();
    auto const found = std::ranges::find(pages, name, &EmbeddedFile::name);
    return found == pages.end() ? std::nullopt : std::optional(found->bytes);
}

std::optional<std::string_view> section(std::string_view page, std::string_view title)
{
    auto const heading = "\n## " + std::string(title) + "\n";
    auto const start = page.find(heading);
    if (start == std::string_view::npos)
        return std::nullopt;
    auto text = page.substr(start + heading.size());
    text = text.substr(0, text.find("\n## "));
    auto const first = text.find_first_not_of("\n");
    if (first == std::string_view::npos)
        return std::string_view();
    return text.substr(first, text.find_last_not_of("\n") + 1 - first);
}

} // namespace postern::report
