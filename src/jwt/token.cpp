#include "jwt/token.hpp"

#include "base/assert.hpp"
#include "jwt/copy_token.hpp"
#include "jwt/json_scan.hpp"
#include "jwt/reader.hpp"

namespace postern::jwt {
namespace {

std::optional<std::string> member(std::string_view object, std::string_view name)
{
    JsonScanner scanner;
    auto const members = scanner.scan(object);
    POSTERN_ASSERT(members, "a token's parts are JSON objects");
    auto const value = scanner.find(name);
    if (!value)
        return std::nullopt;
    return std::string(*value);
}

std::optional<std::string> copy(std::optional<std::string_view> text)
{
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

} // namespace

std::optional<std::string> Token::claim(std::string_view name) const { return member(payload, name); }

Token copy_token(TokenView const& view)
{
    return {.header = std::string(view.header),
            .payload = std::string(view.payload),
            .algorithm = std::string(view.algorithm),
            .key_id = copy(view.key_id),
            .type = copy(view.type),
            .claims = {.issuer = copy(view.issuer),
                       .subject = copy(view.subject),
                       .audience = {view.audience.begin(), view.audience.end()},
                       .query_hash = copy(view.query_hash),
                       .expires_at = view.expires_at,
                       .not_before = view.not_before,
                       .issued_at = view.issued_at},
            .signature = std::string(view.signature),
            .signing_input = std::string(view.signing_input)};
}

std::expected<Token, Failure> parse(std::string_view compact)
{
    Reader reader;
    auto const view = reader.read(compact);
    if (!view)
        return std::unexpected(view.error());
    if (auto const failure = reader.claims_failure())
        return std::unexpected(*failure);
    return copy_token(*view);
}

} // namespace postern::jwt
