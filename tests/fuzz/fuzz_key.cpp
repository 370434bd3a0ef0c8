// Keys come from key servers and from files: PEM, JWK and JWKS. Whatever is read can be used without a crash,
// and its public half is read again as the same key.
#include "base/assert.hpp"
#include "jwt/sign.hpp"
#include "jwt/verify.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace postern::jwt;

void use(Key const& key)
{
    for (auto const algorithm : all_algorithms) {
        auto const token = sign("{}", key, algorithm);
        POSTERN_ASSERT(!token || key.fits(algorithm), "only a key that fits can sign");
        Policy const policy{.algorithms = {algorithm}, .expiry = Requirement::optional};
        static_cast<void>(verify("eyJhbGciOiJSUzI1NiJ9.e30.AAAA", key, policy, postern::TimePoint{}));
    }
    auto const pem = key.public_pem();
    if (!pem)
        return;
    auto const again = Key::from_pem(*pem);
    POSTERN_ASSERT(again && again->kind() == key.kind(), "a public key can be read again");
    POSTERN_ASSERT(!again->has_private(), "a public key has no private half");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto const key = Key::from_pem(text))
        use(*key);
    if (auto const key = Key::from_jwk(text))
        use(*key);
    if (auto const keys = parse_jwks(text))
        for (auto const& [id, key] : *keys)
            use(key);
    return 0;
}
