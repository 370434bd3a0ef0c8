// The rules for error pages, listings and exposed files, on what a target answers.

#include "base/assert.hpp"
#include "checks/page_rules.hpp"
#include "evidence/sensitive_path.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const look = [&](http::ContentRule const& rule) {
        auto const at = http::find_content(text, rule);
        POSTERN_ASSERT(!at || *at < text.size(), "what was found stands in the text");
    };
    for (auto const* rules : {&checks::error_page_rules(), &checks::listing_rules()})
        for (auto const& rule : *rules)
            look(rule.content);
    for (auto const& path : evidence::sensitive_paths())
        look(path.content);
    return 0;
}
