#include "checks/sighting.hpp"

#include "checks/answer.hpp"
#include "checks/endpoint_answers.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace postern::checks {
namespace {

constexpr std::size_t path_shown_max_bytes = 100;

} // namespace

Sighting sighting_of(std::string const& endpoint, http::Exchange const& exchange,
                     evidence::EndpointPlaces const& places)
{
    auto const url = http::parse_url(exchange.request.url);
    auto path = url ? url->path.substr(0, path_shown_max_bytes) : "another address";
    auto told = fmt::format("{} {}", exchange.request.method, path);
    return {.endpoint_place = places.of(endpoint),
            .endpoint = places.find(endpoint) ? endpoint : "",
            .exchange = exchange.id,
            .path = std::move(path),
            .told = std::move(told)};
}

bool earlier(Sighting const& a, Sighting const& b)
{
    if (a.endpoint_place != b.endpoint_place)
        return a.endpoint_place < b.endpoint_place;
    if (a.exchange != b.exchange)
        return earlier_id(a.exchange, b.exchange);
    return std::tie(a.path, a.told) < std::tie(b.path, b.told);
}

std::string elsewhere(std::vector<Sighting> const& sightings)
{
    if (sightings.empty())
        return {};
    std::set<std::string> others;
    std::size_t beside = 0;
    for (auto const& sighting : sightings) {
        if (sighting.endpoint.empty())
            ++beside;
        else if (sighting.endpoint != sightings.front().endpoint)
            others.insert(sighting.endpoint);
    }
    if (sightings.front().endpoint.empty())
        --beside;
    std::vector<std::string> places;
    if (!others.empty())
        places.push_back(fmt::format("at {}", counted(others.size(), "other endpoint")));
    if (beside > 0)
        places.push_back(fmt::format("in {} beside the endpoints", counted(beside, "answer")));
    return places.empty() ? "" : fmt::format(", and also {}", listed(places));
}

std::string subject_of(std::string_view what, Sighting const& first)
{
    return first.endpoint.empty() ? fmt::format("{} in {}", what, first.path) : std::string(what);
}

} // namespace postern::checks
