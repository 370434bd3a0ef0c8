// Method, address, base URL and form body, one a line (the body is the rest). Every request has exactly one
// canonical form, and its own hash fits it.
#include "base/assert.hpp"
#include "base/sha256.hpp"
#include "platform/connect/near_miss.hpp"
#include "platform/connect/qsh.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

std::string_view take_line(std::string_view& text)
{
    auto const end = std::min(text.find('\n'), text.size());
    auto const line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern::platform::connect;
    static QueryHasher used;
    std::string_view text(reinterpret_cast<char const*>(data), size);
    auto const method = take_line(text);
    auto const target = take_line(text);
    auto const base = take_line(text);

    for (auto const order : {SortOrder::java, SortOrder::javascript})
        for (auto const path : {PathForm::raw, PathForm::decoded}) {
            auto const canonical = canonical_request(method, target, base, order, path);
            POSTERN_ASSERT(canonical == used.canonical_request(method, target, base, {order, path}),
                           "a used hasher gives the same");
            POSTERN_ASSERT(match_query_hash(postern::sha256_hex(canonical), method, target, base),
                           "every variant that can be minted is accepted");
        }
    auto const query = canonical_query(query_of(target));
    POSTERN_ASSERT(query.find_first_of("+ #\"<>") == query.npos, "a canonical query is encoded");

    auto const hash = query_hash(method, target, base);
    POSTERN_ASSERT(hash.size() == qsh_digits, "a hash has 64 digits");
    POSTERN_ASSERT(!used.match(context_qsh, method, target, base, text), "a context token fits no request");
    if (size <= 256) { // it tries thousands of ways
        auto const near = find_near_miss(hash, {method, target, base, text});
        POSTERN_ASSERT(!near || !near->deviations.empty(), "a near miss says what differs");
    }
    return 0;
}
