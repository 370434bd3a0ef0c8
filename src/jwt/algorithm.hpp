#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace postern::jwt {

// Signature algorithms of RFC 7518 section 3.1 and RFC 8037 section 3.1. "none" is not one.
enum class Algorithm : std::uint8_t { hs256, hs384, hs512, rs256, rs384, rs512, ps256, es256, eddsa };

inline constexpr Algorithm all_algorithms[] = {Algorithm::hs256, Algorithm::hs384, Algorithm::hs512,
                                               Algorithm::rs256, Algorithm::rs384, Algorithm::rs512,
                                               Algorithm::ps256, Algorithm::es256, Algorithm::eddsa};

// "HS256" … "EdDSA", as in a token's header.
[[nodiscard]] std::string_view name(Algorithm algorithm);

// Exact spelling only (RFC 7515 section 4.1.1: case-sensitive).
[[nodiscard]] std::optional<Algorithm> algorithm_from_name(std::string_view name);

// The algorithms that a caller accepts. It is always the caller's: nothing in a token can widen it.
class AlgorithmSet {
public:
    constexpr AlgorithmSet() = default;
    constexpr AlgorithmSet(std::initializer_list<Algorithm> algorithms)
    {
        for (auto const algorithm : algorithms)
            add(algorithm);
    }
    constexpr void add(Algorithm algorithm) { bits_ = static_cast<std::uint16_t>(bits_ | bit(algorithm)); }
    [[nodiscard]] constexpr bool contains(Algorithm algorithm) const { return (bits_ & bit(algorithm)) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    constexpr bool operator==(AlgorithmSet const&) const = default;

private:
    static constexpr std::uint16_t bit(Algorithm algorithm)
    {
        return static_cast<std::uint16_t>(1U << static_cast<unsigned>(algorithm));
    }
    std::uint16_t bits_ = 0;
};

} // namespace postern::jwt
