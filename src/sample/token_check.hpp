#pragma once

#include "base/clock.hpp"
#include "http/message.hpp"
#include "jwt/key.hpp"
#include "jwt/token.hpp"
#include "sample/refusal.hpp"
#include "sample/weakness.hpp"

#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace postern::sample {

// What a token must be bound to.
enum class Binding {
    request,     // method and address: pages, webhooks, lifecycle
    user_context // nothing but the user's session in the host: only where an endpoint is declared for it
};

// Which age of a token is accepted.
enum class Age {
    current,
    expired_too // for an answer to a user who comes late; never for data
};

// Where a token is looked for.
enum class Sources { header, header_and_query };

// The one token of a request. The same token in both places is one.
[[nodiscard]] std::expected<std::string, Refusal> find_token(http::Request const& request,
                                                             std::string_view query, Sources sources);

// What is asked of a token. Issuer and audience are the caller's to judge.
struct Demand {
    jwt::Algorithm algorithm;
    std::span<jwt::Key const> keys; // the issuer's; none: nothing is accepted
    Binding binding;
    Age age = Age::current;
};

// The place of all weaknesses in the verification of tokens.
class TokenCheck {
public:
    static constexpr std::chrono::seconds leeway{3};

    // `clock` must outlive it.
    TokenCheck(WeaknessSet weaknesses, Clock const& clock) : weaknesses_(weaknesses), clock_(clock) {}

    // `base_path` is the path of the app's base URL, "" for none.
    [[nodiscard]] std::expected<jwt::Token, Refusal> check(std::string_view compact, Demand const& demand,
                                                           http::Request const& request,
                                                           std::string_view base_path) const;

private:
    [[nodiscard]] bool unsigned_is_enough(jwt::Token const& token, jwt::Algorithm algorithm) const;
    [[nodiscard]] std::expected<void, Refusal>
    check_signature(std::string_view compact, jwt::Token const& token, Demand const& demand) const;
    [[nodiscard]] std::expected<void, Refusal> check_times(jwt::Claims const& claims, Age age) const;
    [[nodiscard]] std::expected<void, Refusal> check_binding(jwt::Token const& token, Binding binding,
                                                             http::Request const& request,
                                                             std::string_view base_path) const;

    WeaknessSet weaknesses_;
    Clock const& clock_;
};

} // namespace postern::sample
