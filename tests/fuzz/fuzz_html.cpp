// A document of any bytes. Every element's place is in the text, every parent comes before its child.
#include "base/assert.hpp"
#include "http/html.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern::http;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const document = parse_html(text);
    for (std::size_t i = 0; i < document.elements.size(); ++i) {
        auto const& element = document.elements[i];
        POSTERN_ASSERT(element.offset + element.length <= text.size(), "an element stands in the text");
        POSTERN_ASSERT(!element.parent || *element.parent < i, "a parent comes before its child");
    }
    auto const address = parse_url("https://app.example/a/b");
    POSTERN_ASSERT(!base_url(document, *address).path.empty(), "there is always a base");
    return 0;
}
