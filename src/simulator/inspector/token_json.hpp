#pragma once

// The tokens of an exchange, decoded and explained, each beside the canonical form of its request.

#include "simulator/inspector/exchange_log.hpp"
#include "simulator/site_services.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace postern::simulator::inspector {

enum class TokenPlace { query, authorization, form_jwt, form_acpt, form_assertion, answer };

struct FoundToken {
    TokenPlace place;
    std::string compact;
    enum class Signature { there, masked } signature = Signature::there; // masked: any stands in its place
};

// In the order of that enum. What does not have the form of a token is none. One that lost its signature when
// its exchange was masked, exported and imported is still read.
[[nodiscard]] std::vector<FoundToken> tokens_in(RecordedExchange const& exchange);

// The one with which the request says who asks: in its query or its Authorization header.
[[nodiscard]] std::optional<FoundToken> request_token(RecordedExchange const& exchange);

// [{place, problem, header, claims, age, signature, hash}], without signatures; with a problem, which says
// why it cannot be read, there is nothing else.
[[nodiscard]] nlohmann::json tokens_json(SiteServices const& services, RecordedExchange const& exchange);

} // namespace postern::simulator::inspector
