#pragma once

#include "platform/endpoint.hpp"

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postern::evidence {

// Finds endpoints by their id without a search through all of them: a descriptor may have thousands, and each
// of them many answers. It refers to the list, which must outlive it.
class EndpointPlaces {
public:
    explicit EndpointPlaces(std::vector<platform::Endpoint> const& endpoints);

    // Its place in the list; the list's size where no endpoint has this id.
    [[nodiscard]] std::size_t of(std::string_view id) const;

    // Null where no endpoint has this id.
    [[nodiscard]] platform::Endpoint const* find(std::string_view id) const;

private:
    std::vector<platform::Endpoint> const* endpoints_;
    std::unordered_map<std::string_view, std::size_t> places_;
};

} // namespace postern::evidence
