#include "simulator/rest/bearer_tokens.hpp"

#include "base/sha256.hpp"

#include <algorithm>

namespace postern::simulator {

std::string BearerTokens::issue(Grant grant, TimePoint now)
{
    std::erase_if(tokens_, [&](auto const& each) { return each.second.expires_at <= now; });
    if (tokens_.size() >= tokens_max)
        tokens_.erase(
            std::ranges::min_element(tokens_, {}, [](auto const& each) { return each.second.expires_at; }));
    auto token = random_.hex(token_bytes);
    tokens_.emplace(sha256(token), Entry{.grant = std::move(grant), .expires_at = now + lifetime});
    return token;
}

std::optional<BearerTokens::Grant> BearerTokens::find(std::string_view token, TimePoint now) const
{
    auto const found = tokens_.find(sha256(token));
    return found != tokens_.end() && now < found->second.expires_at ? std::optional(found->second.grant)
                                                                    : std::nullopt;
}

} // namespace postern::simulator
