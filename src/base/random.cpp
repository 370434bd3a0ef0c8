#include "base/random.hpp"

#include "base/assert.hpp"
#include "base/hex.hpp"

#include <sys/random.h>
#include <vector>

namespace postern {

std::string Random::hex(std::size_t bytes)
{
    std::vector<std::uint8_t> buffer(bytes);
    fill(buffer);
    return to_hex(buffer);
}

void SystemRandom::fill(std::span<std::uint8_t> out)
{
    while (!out.empty()) {
        auto const got = ::getrandom(out.data(), out.size(), 0);
        POSTERN_ASSERT(got > 0, "the kernel gave no random bytes");
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

void SeededRandom::fill(std::span<std::uint8_t> out)
{
    for (auto& byte : out) {
        state_ += 0x9e3779b97f4a7c15;
        auto z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        byte = static_cast<std::uint8_t>((z ^ (z >> 31)) & 0xff);
    }
}

} // namespace postern
