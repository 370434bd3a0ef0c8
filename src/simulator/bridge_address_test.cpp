#include "simulator/bridge_address.hpp"
#include "support/loopback.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

using BridgeAddressTest = net::Loopback;

TEST_F(BridgeAddressTest, has_what_apps_and_the_bridge_itself_ask_for)
{
    auto const address = BridgeAddress::listen(io_.get_executor());
    ASSERT_TRUE(address) << address.error();
    net::Client client(io_.get_executor(), {.certificate_check = net::CertificateCheck::skipped});
    auto const ask = [&](std::string_view path) {
        return net::response_in(get(client, fmt::format("https://127.0.0.1:{}{}", (*address)->port(), path)));
    };
    auto const script = ask("/all.js");
    EXPECT_EQ(script.status, 200);
    EXPECT_THAT(script.headers.get("Content-Type").value_or(""), HasSubstr("javascript"));
    EXPECT_EQ(script.headers.get("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(ask("/all-debug.js").status, 200);
    EXPECT_EQ(ask("/surfaces.css").status, 200);
    auto const theme = ask("/themes/atlaskit-tokens_dark.css");
    EXPECT_EQ(theme.status, 200);
    EXPECT_THAT(theme.headers.get("Content-Type").value_or(""), HasSubstr("text/css"));
    EXPECT_EQ(ask("/").status, 404);
    EXPECT_EQ(ask("/simulator.js").status, 404);
}

} // namespace
} // namespace postern::simulator
