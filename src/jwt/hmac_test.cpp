#include "base/hex.hpp"
#include "jwt/hmac.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace postern::jwt {
namespace {

std::string hex_of(Hmac const& hmac, Algorithm algorithm, std::string_view input)
{
    return to_hex(hmac.sign(algorithm, input).view());
}

TEST(Hmac, gives_the_values_of_RFC_4231_section_4_3)
{
    Hmac const hmac("Jefe");
    constexpr std::string_view data = "what do ya want for nothing?";
    EXPECT_EQ(hex_of(hmac, Algorithm::hs256, data),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(
        hex_of(hmac, Algorithm::hs384, data),
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649");
    EXPECT_EQ(hex_of(hmac, Algorithm::hs512, data),
              "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
              "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

TEST(Hmac, refuses_a_shortened_or_lengthened_value)
{
    Hmac const hmac("secret");
    auto const mac = hmac.sign(Algorithm::hs256, "text");
    std::string const bytes(reinterpret_cast<char const*>(mac.bytes.data()), mac.size);
    EXPECT_TRUE(hmac.verify(Algorithm::hs256, "text", bytes));
    EXPECT_FALSE(hmac.verify(Algorithm::hs256, "text", bytes.substr(0, 31)));
    EXPECT_FALSE(hmac.verify(Algorithm::hs256, "text", bytes + '\0'));
    EXPECT_FALSE(hmac.verify(Algorithm::hs256, "text", ""));
    EXPECT_FALSE(hmac.verify(Algorithm::hs384, "text", bytes));
}

// Secrets longer than a block are hashed first (RFC 2104 section 2): all lengths around that.
RC_GTEST_PROP(Hmac, agrees_with_OpenSSL, (std::string const& input))
{
    auto const secret =
        *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(0, 300), rc::gen::arbitrary<char>());
    Hmac const hmac(secret);
    for (auto const& [algorithm, digest] :
         {std::pair{Algorithm::hs256, "SHA256"}, std::pair{Algorithm::hs384, "SHA384"},
          std::pair{Algorithm::hs512, "SHA512"}}) {
        std::array<unsigned char, EVP_MAX_MD_SIZE> expected{};
        std::size_t size = 0;
        RC_ASSERT(EVP_Q_mac(nullptr, "HMAC", nullptr, digest, nullptr, secret.data(), secret.size(),
                            reinterpret_cast<unsigned char const*>(input.data()), input.size(),
                            expected.data(), expected.size(), &size) != nullptr);
        RC_ASSERT(hmac.verify(algorithm, input, {reinterpret_cast<char const*>(expected.data()), size}));
    }
}

} // namespace
} // namespace postern::jwt
