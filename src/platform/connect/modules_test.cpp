#include "platform/connect/modules.hpp"

#include <gtest/gtest.h>

namespace postern::platform::connect {
namespace {

TEST(Modules, knowTheirAddresses)
{
    auto const* macro = find_module_type("dynamicContentMacros");
    ASSERT_TRUE(macro);
    EXPECT_EQ(macro->product, Product::confluence);
    EXPECT_EQ(known_url(*macro, "renderModes/pdf/url"), EndpointKind::page);
    EXPECT_EQ(known_url(*macro, "renderModes/url"), std::nullopt);
    EXPECT_EQ(known_url(*macro, "renderModes/pdf/x/url"), std::nullopt);
    EXPECT_EQ(known_url(*macro, "url"), EndpointKind::page);
    EXPECT_EQ(known_url(*find_module_type("jiraDevelopmentTool"), "actions/createBranch/templateUrl"),
              EndpointKind::action);
    EXPECT_EQ(known_url(*find_module_type("webhooks"), "url"), EndpointKind::webhook);
    EXPECT_EQ(find_module_type("webpanels"), nullptr);
}

TEST(Modules, tellWhyAnAddressIsNoneOfTheApps)
{
    EXPECT_EQ(not_an_endpoint("webPanels", "icon/url"), "an icon");
    EXPECT_EQ(not_an_endpoint("customContent", "uiSupport/icons/item/url"), "an icon");
    EXPECT_EQ(not_an_endpoint("jiraBuildInfoProvider", "documentationUrl"), "a link for people");
    EXPECT_EQ(not_an_endpoint("webPanels", "params/url"),
              "a parameter, not an address that the host requests");
    EXPECT_TRUE(not_an_endpoint("webPanels", "fooUrl").has_value());
    EXPECT_EQ(not_an_endpoint("fooBars", "inner/url"), std::nullopt);
    EXPECT_EQ(not_an_endpoint("fooBars", "inner/templateUrl"), std::nullopt);
}

} // namespace
} // namespace postern::platform::connect
