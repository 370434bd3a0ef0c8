#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace postern {

// The only source of randomness; passed in, so that tests, plans and golden files are repeatable.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    // `bytes` random bytes as 2 * bytes lower-case hex digits.
    [[nodiscard]] std::string hex(std::size_t bytes);
};

// The kernel's generator (getrandom(2)); fit for secrets.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override;
};

// The same bytes for the same seed, on every machine (SplitMix64). Not fit for secrets: for tests only.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> out) override;

private:
    std::uint64_t state_;
};

} // namespace postern
