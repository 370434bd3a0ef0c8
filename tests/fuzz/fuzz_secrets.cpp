// The search for secrets in what a target answers.

#include "base/assert.hpp"
#include "checks/secret_match.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const found = checks::find_secrets(text);
    std::size_t end = 0;
    for (auto const& match : found) {
        POSTERN_ASSERT(match.rule && match.size > 0, "a match is of a rule and not empty");
        POSTERN_ASSERT(match.at >= end && match.at + match.size <= text.size(), "matches stand side by side");
        end = match.at + match.size;
        auto const place = checks::place_of(text, match.at);
        POSTERN_ASSERT(place.line >= 1 && place.column >= 1, "places count from 1");
    }
    auto const hidden = checks::without_secrets(std::string(text));
    POSTERN_ASSERT(hidden.size() == text.size(), "hiding does not move what stands around");
    return 0;
}
