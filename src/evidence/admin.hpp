#pragma once

#include "evidence/attempt.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

using platform::TokenBinding;
[[nodiscard]] std::string_view name(TokenBinding binding);
[[nodiscard]] std::optional<TokenBinding> token_binding_from(std::string_view name);

struct AdminAttempt {
    std::string endpoint;
    TokenBinding binding = TokenBinding::another_request;
    Attempt without_token;
    Attempt with_token;
    bool operator==(AdminAttempt const&) const = default;
};

// Whether somebody without the administrator's role gets to administrators' pages.
struct AdminAttempts {
    enum class UserToken { given, not_given };
    UserToken user_token = UserToken::not_given;
    std::vector<std::string> endpoints; // Endpoint::id of every endpoint for administrators
    // Empty where no token was given. Those to other endpoints than `endpoints` are controls: pages for
    // everyone that show whether the token opens anything at all.
    std::vector<AdminAttempt> attempts;
    bool operator==(AdminAttempts const&) const = default;
};

} // namespace postern::evidence
