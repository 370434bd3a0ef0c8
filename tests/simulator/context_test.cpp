// What the addresses of frames say of the place they stand in.

#include "app_in_file.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

class Context : public AppInFile {
protected:
    void install(std::string const& type, json module)
    {
        module["key"] = "m";
        module["name"] = {{"value", "M"}};
        modules_ = {{type, json::array({std::move(module)})}};
        server_ = listen(service_);
        EXPECT_EQ(install_at_alpha(*server_).at("ok"), true);
    }

    std::string content_path()
    {
        auto const content = state_->contents("alpha", "ALPHA").front();
        return "/wiki/spaces/ALPHA/pages/" + content.id;
    }

    json renewed(json const& frame)
    {
        return json::parse(
            call(alpha(), "frame", {{"module", frame.at("module")}, {"context", frame.at("context")}}).body);
    }

    static std::string address(json const& frame) { return frame.at("url").get<std::string>(); }
};

TEST_F(Context, a_tab_of_space_tools_knows_its_space)
{
    install("spaceToolsTabs", {{"url", "/tab?of={space.key}&id={space.id}."}});
    auto const space = *state_->space("alpha", "ALPHA");
    auto const frame = page(alpha(), "/plugins/servlet/ac/one/m?space.key=ALPHA").at("page").at("frame");
    EXPECT_THAT(address(frame), HasSubstr("?of=ALPHA&id=" + space.id + "."));
    EXPECT_EQ(address(renewed(frame)).substr(0, address(frame).find("&xdm_e")),
              address(frame).substr(0, address(frame).find("&xdm_e")));
    auto const links = page(alpha(), content_path()).at("navigation");
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(links[0].at("href"), "/plugins/servlet/ac/one/m?space.key=ALPHA");
    EXPECT_EQ(page(alpha(), "/").at("navigation"), json::array()) << "there is no space there";
}

TEST_F(Context, a_macro_knows_itself)
{
    install("dynamicContentMacros", {{"url", "/m?id={macro.id}&hash={macro.hash}&as={output.type}"}});
    auto const frame = frame_in(page(alpha(), content_path()), "dynamicContentMacros/m");
    EXPECT_THAT(address(frame), ContainsRegex("id=[0-9a-f-]{36}&hash=[0-9a-f]{32}&as=display&"));
    EXPECT_THAT(address(frame), ContainsRegex("&xdm_c=channel-one__m[0-9]+&"));
    EXPECT_EQ(frame.at("structuredContext").at("confluence").at("macro").at("outputType"), "display");
    EXPECT_EQ(address(renewed(frame)).substr(0, address(frame).find("&jwt=")),
              address(frame).substr(0, address(frame).find("&jwt=")));
}

TEST_F(Context, a_renewed_address_keeps_the_parameters_of_the_page_that_are_for_the_app)
{
    install("webPanels", {{"url", "/p?x={ac.foo}"}, {"location", "atl.jira.view.issue.right.context"}});
    auto const frame = frame_in(page(alpha(), "/browse/ALPHA-1?ac.foo=bar"), "webPanels/m");
    EXPECT_THAT(address(frame), HasSubstr("/p?x=bar&"));
    EXPECT_FALSE(frame.at("productContext").contains("ac.foo"));
    auto const again = renewed(frame);
    EXPECT_THAT(address(again), HasSubstr("/p?x=bar&"));
    EXPECT_FALSE(again.at("productContext").contains("ac.foo"));
}

TEST_F(Context, an_app_without_jwt_gets_no_token_in_the_name_of_its_frame)
{
    install("webPanels", {{"url", "/p"}, {"location", "atl.jira.view.issue.right.context"}});
    auto const options = [&] {
        return frame_in(page(alpha(), "/browse/ALPHA-1"), "webPanels/m").at("extension").at("options");
    };
    EXPECT_TRUE(options().contains("contextJwt"));
    authentication_ = "none";
    EXPECT_EQ(install_at_alpha(*server_).at("ok"), true);
    EXPECT_FALSE(options().contains("contextJwt"));
}

TEST_F(Context, an_address_of_a_page_may_end_with_its_title)
{
    EXPECT_EQ(page(alpha(), content_path() + "/Some+Title").at("page").at("kind"), "content");
    EXPECT_EQ(page(alpha(), content_path() + "/Some+Title/more").at("page").at("status"), 404);
}

} // namespace
} // namespace postern::simulator
