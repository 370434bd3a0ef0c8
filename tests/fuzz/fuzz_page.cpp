// Pages come from the target: what looks for forms and for markers in one must not crash, whatever it holds.
#include "base/assert.hpp"
#include "checks/credential_fields.hpp"
#include "checks/reflection.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern;
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    auto const document = http::parse_html(body);
    for (auto const& field : checks::credential_fields(document))
        POSTERN_ASSERT(field.words.size() <= 160, "what is told of a field is short");
    for (auto const* word : {"ptr1", "a"}) {
        auto const what = checks::breaks_out(body, document, word);
        POSTERN_ASSERT(!what || body.contains(word), "only a marker that came back breaks anything");
        POSTERN_ASSERT(checks::place_of(body, word).size() <= 200, "a place is short");
    }
    return 0;
}
