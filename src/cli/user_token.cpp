#include "cli/user_token.hpp"

#include "cli/bare_token.hpp"
#include "jwt/token.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>

namespace postern::cli {
namespace {

std::string read_bounded(std::istream& in)
{
    std::string text(jwt::token_max_bytes + 64, '\0'); // with white space and a scheme around it
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

} // namespace

std::string read_user_token(std::string const& path, Environment& environment)
{
    std::string text;
    if (path == "-") {
        text = read_bounded(environment.in);
    } else {
        std::ifstream file(path, std::ios::binary);
        if (!file)
            throw UsageError{
                fmt::format("--user-jwt-file {}: it cannot be read: {}", path, std::strerror(errno))};
        text = read_bounded(file);
    }
    std::string token(bare_token(text));
    auto const parsed = jwt::parse(token);
    if (!parsed)
        throw UsageError{fmt::format("--user-jwt-file {}: this is no token: {}; give what "
                                     "AP.context.getToken gives to a user who is no administrator",
                                     path, describe(parsed.error()))};
    // An expired token is refused whoever the user is: that would look like an app that checks roles.
    if (auto const& expires_at = parsed->claims.expires_at;
        expires_at && *expires_at <= environment.clock.now())
        throw UsageError{fmt::format("--user-jwt-file {}: this token has expired, so that its refusal would "
                                     "say nothing of the user's role; take a fresh one",
                                     path)};
    return token;
}

} // namespace postern::cli
