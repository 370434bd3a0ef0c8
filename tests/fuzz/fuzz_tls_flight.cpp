// What a server says, of any bytes and in pieces: once it has an end, more of it changes nothing.
#include "base/assert.hpp"
#include "tls/server_flight.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern::tls;
    std::string_view const received(reinterpret_cast<char const*>(data), size);
    auto const whole = read_server_flight(received);
    POSTERN_ASSERT(size < server_flight_max_bytes || !std::holds_alternative<MoreNeeded>(whole),
                   "a first flight has an end");
    for (std::size_t end = 1; end < size && end < 512; ++end) {
        auto const part = read_server_flight(received.substr(0, end));
        if (std::holds_alternative<ServerHello>(part) || std::holds_alternative<Alert>(part))
            POSTERN_ASSERT(part == whole, "what follows a ServerHello or an alert changes nothing");
    }
    return 0;
}
