// Tokens come from anybody. Whatever they are: no crash, the fast reader and the plain one agree, and a token
// that nobody signed is not accepted.
#include "base/assert.hpp"
#include "base/base64.hpp"
#include "jwt/verifier.hpp"
#include "platform/connect/explain.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern;
    static auto const key = jwt::Key::generate(jwt::Algorithm::hs256); // nobody knows it
    static jwt::Verifier used;
    constexpr TimePoint now{std::chrono::seconds(1'700'000'000)};
    constexpr jwt::Policy policy{
        .algorithms = {jwt::Algorithm::hs256, jwt::Algorithm::hs384, jwt::Algorithm::hs512},
        .expiry = jwt::Requirement::optional};

    std::string_view const compact(reinterpret_cast<char const*>(data), size);
    auto const verified = used.verify(compact, key, policy, now);
    POSTERN_ASSERT(!verified, "nobody has signed this");
    auto const plain = jwt::verify(compact, key, policy, now);
    POSTERN_ASSERT(!plain && plain.error() == verified.error(), "both verifiers give the same reason");

    auto const token = jwt::parse(compact);
    if (!token) {
        POSTERN_ASSERT(!name(token.error()).empty(), "a failure has a name");
        return 0;
    }
    POSTERN_ASSERT(token->signing_input + '.' + base64url_encode(token->signature) == compact,
                   "base64url is strict: no two texts are the same token");
    for (auto const& claim : platform::connect::explain_payload(*token, now))
        POSTERN_ASSERT(token->claim(claim.name) == claim.value, "each claim is there once");
    static_cast<void>(platform::connect::explain_header(*token));
    static_cast<void>(platform::connect::explain_age(token->claims, now));
    return 0;
}
