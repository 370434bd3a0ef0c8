// Whatever a target writes ends up in the HTML report: no text of it may become markup, end a script element,
// or hide, and the tokens in it are read.
#include "base/assert.hpp"
#include "report/html/markup.hpp"
#include "report/html/tokens.hpp"
#include "report/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern::report;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const line = html::escaped(text);
    POSTERN_ASSERT(line.find_first_of("<>\"'\n\r\t") == std::string::npos, "no character of markup is left");
    POSTERN_ASSERT(printable(line, Characters::utf8) == line, "everything can be seen");
    auto lines = html::escaped_lines(text);
    POSTERN_ASSERT(std::ranges::count(lines, '\n') == std::ranges::count(text, '\n'), "lines stay lines");
    std::erase_if(lines, [](char c) { return c == '\n' || c == '\t'; });
    POSTERN_ASSERT(lines.find_first_of("<>\"'\r") == std::string::npos, "no character of markup is left");
    POSTERN_ASSERT(printable(lines, Characters::utf8) == lines, "everything can be seen");
    POSTERN_ASSERT(html::escaped_json(text).find('<') == std::string::npos, "no element ends in JSON");
    auto const tokens = html::carried_tokens({.url = std::string(text), .body = std::string(text)});
    POSTERN_ASSERT(tokens.size() <= html::tokens_per_request_max, "tokens are bounded");
    return 0;
}
