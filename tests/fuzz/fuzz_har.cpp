// HTTP Archives may come from anywhere: reading one must not crash, what is read must survive being written
// and read again, and no credentials stay in what is masked.
#include "base/assert.hpp"
#include "simulator/inspector/exchange_json.hpp"
#include "simulator/inspector/har.hpp"
#include "simulator/inspector/masked.hpp"
#include "simulator/inspector/search.hpp"
#include "simulator/inspector/token_json.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern;
    using namespace postern::simulator;
    using namespace postern::simulator::inspector;
    auto const read = read_har(std::string_view(reinterpret_cast<char const*>(data), size), "alpha");
    if (!read) {
        POSTERN_ASSERT(!read.error().message.empty(), "an error says what is wrong");
        return 0;
    }
    std::vector<RecordedExchange> shown;
    for (auto const& exchange : *read) {
        shown.push_back(masked(exchange, Redactor()));
        POSTERN_ASSERT(std::ranges::all_of(tokens_in(shown.back()),
                                           [](FoundToken const& found) {
                                               return found.place != TokenPlace::authorization ||
                                                      found.signature == FoundToken::Signature::masked;
                                           }),
                       "a masked credential has no signature");
        (void)Search("eyJ").is_in(exchange);
    }
    (void)printed(har_json(shown)); // masking may leave an address that is none
    auto const again = read_har(printed(har_json(*read)), "alpha");
    POSTERN_ASSERT(again && again->size() == read->size(), "what was written can be read");
    return 0;
}
