#include "jwt/algorithm.hpp"

namespace postern::jwt {

std::string_view name(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::hs256:
        return "HS256";
    case Algorithm::hs384:
        return "HS384";
    case Algorithm::hs512:
        return "HS512";
    case Algorithm::rs256:
        return "RS256";
    case Algorithm::rs384:
        return "RS384";
    case Algorithm::rs512:
        return "RS512";
    case Algorithm::ps256:
        return "PS256";
    case Algorithm::es256:
        return "ES256";
    case Algorithm::eddsa:
        return "EdDSA";
    }
    return {};
}

std::optional<Algorithm> algorithm_from_name(std::string_view wanted)
{
    for (auto const algorithm : all_algorithms)
        if (name(algorithm) == wanted)
            return algorithm;
    return std::nullopt;
}

} // namespace postern::jwt
