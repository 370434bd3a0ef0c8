#include "evidence/endpoint_places.hpp"

namespace postern::evidence {

EndpointPlaces::EndpointPlaces(std::vector<platform::Endpoint> const& endpoints) : endpoints_(&endpoints)
{
    places_.reserve(endpoints.size());
    for (std::size_t place = 0; place < endpoints.size(); ++place)
        places_.emplace(endpoints[place].id, place); // the first of two with one id
}

std::size_t EndpointPlaces::of(std::string_view id) const
{
    auto const found = places_.find(id);
    return found == places_.end() ? endpoints_->size() : found->second;
}

platform::Endpoint const* EndpointPlaces::find(std::string_view id) const
{
    auto const found = places_.find(id);
    return found == places_.end() ? nullptr : &(*endpoints_)[found->second];
}

} // namespace postern::evidence
