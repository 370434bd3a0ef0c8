// A URL and a reference, one a line. What is read prints to a text that is read as the same, and never holds
// a secret, a fragment or a character that may not stand in a request line.
#include "base/assert.hpp"
#include "http/url.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace postern::http;

void check(Url const& url)
{
    auto const text = url.text();
    auto const again = parse_url(text);
    POSTERN_ASSERT(again && *again == url, "a URL comes back from its text");
    POSTERN_ASSERT(url.path.starts_with('/'), "a path begins with a slash");
    POSTERN_ASSERT(url.scheme == "http" || url.scheme == "https", "a URL is http or https");
    auto const forbidden = [](char c) { return c <= ' ' || c >= 0x7f || c == '#'; };
    POSTERN_ASSERT(std::ranges::none_of(text, forbidden), "a URL can stand in a request line");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const line = std::min(text.find('\n'), text.size());
    auto const url = parse_url(text.substr(0, line));
    if (!url) {
        POSTERN_ASSERT(!describe(url.error()).empty(), "an error says what is wrong");
        return 0;
    }
    check(*url);
    if (auto const resolved = resolve(*url, text.substr(std::min(line + 1, text.size()))))
        check(*resolved);
    return 0;
}
