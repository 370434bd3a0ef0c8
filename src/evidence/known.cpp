#include "evidence/json_parts.hpp"

#include <fmt/format.h>

#include <utility>

namespace postern::evidence {
namespace {

std::optional<platform::TokenPlacement> placement_from(std::string_view text)
{
    for (auto const placement :
         {platform::TokenPlacement::authorization_header, platform::TokenPlacement::query_parameter})
        if (platform::name(placement) == text)
            return placement;
    return std::nullopt;
}

} // namespace

Known::Known(Node const& document, Evidence const& evidence)
{
    for (auto const& endpoint : evidence.endpoints)
        endpoints_.insert(endpoint.id);
    for (auto const& node : document.member("exchanges").items()) {
        auto exchange = read_exchange(node);
        auto id = exchange.id;
        if (!exchanges_.emplace(std::move(id), std::move(exchange)).second)
            node.member("id").complain("another exchange has this id");
    }
}

std::string Known::endpoint(Node const& node) const
{
    auto id = node.bytes();
    if (!endpoints_.contains(id))
        node.complain(fmt::format("no endpoint has the id \"{}\"", id));
    return id;
}

// Each attempt gets its own copy: a file that names a large exchange again and again must not grow
// without end in memory.
http::Exchange Known::exchange(Node const& node)
{
    auto const id = node.bytes();
    auto const found = exchanges_.find(id);
    if (found == exchanges_.end()) {
        node.complain(fmt::format("no exchange has the id \"{}\"", id));
        return {};
    }
    if (++places_[id] <= exchange_places_max)
        return found->second;
    node.complain(fmt::format("more than {} attempts name the exchange \"{}\"", exchange_places_max, id));
    return {};
}

Attempt Known::attempt(Node const& node)
{
    Attempt attempt{.endpoint = endpoint(node.member("endpoint")),
                    .credential = node.member("credential").word(credential_from),
                    .detail = node.member("detail").bytes(),
                    .context = node.member("context").bytes(),
                    .stopped = node.member("stopped").bytes()};
    if (auto const placement = node.optional_member("placement"))
        attempt.placement = placement->word(placement_from);
    auto const hops = node.member("exchanges");
    for (auto const& hop : hops.items())
        attempt.hops.push_back(exchange(hop));
    if (attempt.hops.empty())
        hops.complain("an attempt has at least one exchange");
    return attempt;
}

} // namespace postern::evidence
