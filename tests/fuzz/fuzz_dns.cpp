// A DNS message as a server may send it. What is read is bounded.
#include "base/assert.hpp"
#include "net/dns_message.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern::net;
    auto const records = read_dns_answer({data, size});
    if (!records)
        return 0;
    POSTERN_ASSERT(records->size() <= dns_records_max, "an answer is bounded");
    return 0;
}
