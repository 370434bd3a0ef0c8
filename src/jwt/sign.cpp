#include "jwt/sign.hpp"

#include "base/base64.hpp"
#include "jwt/json_scan.hpp"
#include "jwt/signature.hpp"

#include <nlohmann/json.hpp>
#include <simdjson.h>

namespace postern::jwt {

std::string_view describe(SignError error)
{
    switch (error) {
    case SignError::key_does_not_fit:
        return "the key is not one for this algorithm";
    case SignError::key_without_private:
        return "the key is only the public half; signing needs the private one";
    case SignError::claims_not_an_object:
        return "the claims are not a JSON object in UTF-8 without duplicate keys";
    case SignError::header_not_an_object:
        return "the header is not a JSON object in UTF-8 without duplicate keys";
    case SignError::key_id_not_utf8:
        return "the key id is not valid UTF-8";
    }
    return {};
}

std::expected<std::string, SignError> sign_with_header(std::string_view header, std::string_view claims,
                                                       Key const& key, Algorithm algorithm)
{
    if (!key.fits(algorithm))
        return std::unexpected(SignError::key_does_not_fit);
    if (!key.has_private())
        return std::unexpected(SignError::key_without_private);
    JsonScanner scanner;
    if (!scanner.scan(header))
        return std::unexpected(SignError::header_not_an_object);
    if (!scanner.scan(claims))
        return std::unexpected(SignError::claims_not_an_object);
    auto token = base64url_encode(header) + '.' + base64url_encode(claims);
    auto const signature = make_signature(key, algorithm, token);
    token += '.';
    token += base64url_encode(signature);
    return token;
}

std::expected<std::string, SignError> sign(std::string_view claims, Key const& key, Algorithm algorithm,
                                           std::optional<std::string_view> key_id)
{
    std::string header = R"({"typ":"JWT","alg":")";
    header += name(algorithm);
    header += '"';
    if (key_id) {
        if (!simdjson::validate_utf8(key_id->data(), key_id->size()))
            return std::unexpected(SignError::key_id_not_utf8);
        header += R"(,"kid":)";
        header += nlohmann::json(*key_id).dump();
    }
    header += '}';
    return sign_with_header(header, claims, key, algorithm);
}

} // namespace postern::jwt
