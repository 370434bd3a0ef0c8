// Evidence files may come from anywhere: reading one must not crash, and what is read must survive being
// written and read again.
#include "base/assert.hpp"
#include "evidence/json.hpp"

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern::evidence;
    auto const evidence = read_json(std::string_view(reinterpret_cast<char const*>(data), size));
    if (!evidence) {
        POSTERN_ASSERT(!evidence.error().message.empty(), "an error says what is wrong");
        POSTERN_ASSERT(!evidence.error().remedy.empty(), "an error says what to do");
        return 0;
    }
    std::ostringstream out;
    write_json(*evidence, out);
    auto const again = read_json(out.view());
    POSTERN_ASSERT(again.has_value(), "what was written can be read");
    POSTERN_ASSERT(*again == *evidence, "evidence comes back as it was");
    return 0;
}
