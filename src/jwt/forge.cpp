#include "jwt/forge.hpp"

#include "base/assert.hpp"
#include "base/base64.hpp"
#include "jwt/hmac.hpp"
#include "jwt/sign.hpp"

#include <fmt/format.h>

namespace postern::jwt::forge {
namespace {

std::string random_bytes(Random& random, std::size_t count)
{
    std::vector<std::uint8_t> bytes(count);
    random.fill(bytes);
    return {bytes.begin(), bytes.end()};
}

std::string unsigned_part(std::string_view algorithm, std::string_view claims)
{
    auto const header = fmt::format(R"({{"typ":"JWT","alg":"{}"}})", algorithm);
    return base64url_encode(header) + '.' + base64url_encode(claims);
}

} // namespace

std::string malformed(Random& random)
{
    // 0xff never occurs in UTF-8, so no segment can be JSON whatever the rest is.
    auto const segment = [&random] { return base64url_encode("\xff" + random_bytes(random, 17)); };
    auto const header = segment();
    auto const payload = segment();
    return header + '.' + payload + '.' + segment();
}

std::string alg_none(std::string_view claims, std::string_view spelling)
{
    return unsigned_part(spelling, claims) + '.';
}

std::string signature_removed(std::string_view claims, Algorithm algorithm)
{
    return unsigned_part(name(algorithm), claims) + '.';
}

std::string hs256(std::string_view claims, std::string_view secret)
{
    // Not through Key, which refuses the empty secret.
    auto token = unsigned_part(name(Algorithm::hs256), claims);
    auto const mac = Hmac(secret).sign(Algorithm::hs256, token);
    return token + '.' + base64url_encode(mac.view());
}

std::string hs256_random_secret(std::string_view claims, Random& random)
{
    return hs256(claims, random_bytes(random, 32));
}

std::string rs256(std::string_view claims, Key const& key, std::string_view key_id)
{
    auto token = sign(claims, key, Algorithm::rs256, key_id);
    POSTERN_ASSERT(token, "an RSA key with its private half, and claims that are JSON");
    return *std::move(token);
}

std::string hs256_with_public_key(std::string_view claims, std::string_view public_pem)
{
    return hs256(claims, public_pem);
}

} // namespace postern::jwt::forge
