#pragma once

// The same as verify.hpp for the paths that verify millions of tokens.

#include "jwt/verify.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace postern::jwt {

// A token's contents as views into the Verifier's memory: they live until its next call.
struct TokenView {
    std::string_view header;  // JSON text
    std::string_view payload; // JSON text
    std::string_view algorithm;
    std::optional<std::string_view> key_id;
    std::optional<std::string_view> type;
    std::optional<std::string_view> issuer;
    std::optional<std::string_view> subject;
    std::span<std::string_view const> audience;
    std::optional<std::string_view> query_hash;
    std::optional<NumericDate> expires_at;
    std::optional<NumericDate> not_before;
    std::optional<NumericDate> issued_at;
    std::string_view signature;     // decoded bytes
    std::string_view signing_input; // into the caller's token
};

// Verifies one token after the other; one for each thread. For HMAC keys there is no heap allocation after
// the first few tokens, neither by the program nor inside OpenSSL. The answers are those of verify().
class Verifier {
public:
    Verifier();
    ~Verifier();
    Verifier(Verifier&&) noexcept;
    Verifier& operator=(Verifier&&) noexcept;

    // In one step, where the key is known. The view is invalid after the next call of any member.
    [[nodiscard]] std::expected<TokenView, Failure> verify(std::string_view compact, Key const& key,
                                                           Policy const& policy, TimePoint now);

    // In two steps, where the token says which key (issuer, kid): everything before the signature, then the
    // rest. Nothing in the first view may be believed until the second step succeeds; its issuer is there
    // although the claims' types are judged only after the signature: a malformed issuer is absent. `compact`
    // must outlive both.
    [[nodiscard]] std::expected<TokenView, Failure> begin(std::string_view compact, Policy const& policy);
    [[nodiscard]] std::expected<TokenView, Failure> finish(Key const& key, TimePoint now);

    // The token of the last call whose signature was right, be it out of time or not. For callers that answer
    // Failure::expired in a way of their own.
    [[nodiscard]] std::optional<TokenView> authentic() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace postern::jwt
