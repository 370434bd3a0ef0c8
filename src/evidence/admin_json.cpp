#include "evidence/json_parts.hpp"

namespace postern::evidence {
namespace {

std::optional<AdminAttempts::UserToken> user_token_from(std::string_view text)
{
    if (text == "given")
        return AdminAttempts::UserToken::given;
    return text == "not_given" ? std::optional(AdminAttempts::UserToken::not_given) : std::nullopt;
}

Json admin_attempt(AdminAttempt const& admin)
{
    return {{"endpoint", bytes_to_json(admin.endpoint)},
            {"binding", name(admin.binding)},
            {"without_token", attempt_json(admin.without_token)},
            {"with_token", attempt_json(admin.with_token)}};
}

} // namespace

void write_admin(Writer& writer, AdminAttempts const& admin)
{
    bool const given = admin.user_token == AdminAttempts::UserToken::given;
    writer.part("admin",
                {{"user_token", given ? "given" : "not_given"}, {"endpoints", list(admin.endpoints)}},
                admin.attempts, admin_attempt);
}

AdminAttempts read_admin(Node const& node, Known& known)
{
    AdminAttempts admin{.user_token = node.member("user_token").word(user_token_from)};
    for (auto const& endpoint : node.member("endpoints").items())
        admin.endpoints.push_back(known.endpoint(endpoint));
    for (auto const& attempt : node.member("attempts").items())
        admin.attempts.push_back({.endpoint = known.endpoint(attempt.member("endpoint")),
                                  .binding = attempt.member("binding").word(token_binding_from),
                                  .without_token = known.attempt(attempt.member("without_token")),
                                  .with_token = known.attempt(attempt.member("with_token"))});
    return admin;
}

} // namespace postern::evidence
