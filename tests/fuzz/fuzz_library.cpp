// Scripts come from the target: looking for libraries in one must not crash, and must take its time only
// once.
#include "base/assert.hpp"
#include "checks/known_libraries.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern::checks;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const& known = known_libraries();
    auto found = known.in_script(text);
    for (auto const& by_address : known.in_address(text))
        found.push_back(by_address);
    for (auto const& library : found) {
        POSTERN_ASSERT(!library.name.empty() && !library.version.empty(),
                       "a library has a name and a version");
        for (auto const* each : known.vulnerabilities(library))
            POSTERN_ASSERT(each != nullptr, "a vulnerability is one of the list");
    }
    return 0;
}
