#include "evidence/endpoint_places.hpp"

#include <gtest/gtest.h>

namespace postern::evidence {
namespace {

TEST(EndpointPlaces, are_those_of_the_list)
{
    std::vector<platform::Endpoint> const endpoints{{.id = "webPanels/a"}, {.id = "webPanels/b"}};
    EndpointPlaces const places(endpoints);
    EXPECT_EQ(places.of("webPanels/b"), 1u);
    EXPECT_EQ(places.find("webPanels/b"), &endpoints[1]);
    EXPECT_EQ(places.of("webPanels/c"), 2u) << "behind the last";
    EXPECT_EQ(places.find("webPanels/c"), nullptr);
}

} // namespace
} // namespace postern::evidence
