// What the inspector says of an app that answers as it is told to.

#include "app_at_sites.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

class InspectedApp : public AppAtSites {
protected:
    json ask_inspector(std::string const& name, json const& body)
    {
        auto const response = call(alpha(), "inspector/" + name, body);
        EXPECT_EQ(response.status, 200) << response.body;
        return json::parse(response.body, nullptr, false);
    }

    json detail(json const& id) { return ask_inspector("entry", {{"id", id}}); }

    // A page of the app that a browser opens with a token of the administrator.
    json open_page()
    {
        auto const target = std::string("/panel");
        auto const token =
            signed_with(secret(alpha()), {{"iss", alpha().client_key},
                                          {"sub", alpha_admin},
                                          {"iat", seconds()},
                                          {"exp", seconds() + 180},
                                          {"qsh", platform::connect::query_hash("GET", target, "")}});
        return ask_inspector("frame", {{"module", ""}, {"url", url_of(*server_, target) + "?jwt=" + token}})
            .at("id");
    }

    json replay(json const& id, std::string const& change)
    {
        return ask_inspector("replay", {{"id", id}, {"change", change}});
    }
};

TEST_F(InspectedApp, refuses_with_whichever_status_its_framework_has_for_it)
{
    install_app({"READ"});
    auto const id = open_page();
    for (std::string const change : {"expired", "wrong-hash", "foreign-signature", "no-token"}) {
        struct Row {
            int status;
            char const* verdict;
        };
        for (auto const& [status, verdict] : {
                 Row{400, "as expected"},
                 Row{401, "as expected"},
                 Row{403, "as expected"},
                 Row{404, "as expected"},
                 Row{200, "not as expected"},
                 Row{302, "not as expected"},
                 Row{500, "not as expected"},
             }) {
            received_.clear();
            answers_ = {status};
            auto const result = replay(id, change);
            EXPECT_EQ(result.at("after"), status) << change;
            EXPECT_EQ(result.at("verdict"), verdict) << change << status;
            EXPECT_THAT(result.at("expects").get<std::string>(), HasSubstr("A refusal: 401")) << change;
        }
    }
}

TEST_F(InspectedApp, says_nothing_of_a_token_by_an_error_that_was_there_before)
{
    install_app({"READ"});
    for (auto const& [status, verdict] : {std::pair(400, "look"), std::pair(404, "look"),
                                          std::pair(401, "as expected"), std::pair(403, "as expected")}) {
        received_.clear();
        answers_ = {status, status};
        auto const first = replay(open_page(), "fresh").at("exchange");
        EXPECT_EQ(replay(first, "foreign-signature").at("verdict"), verdict) << status;
    }
}

} // namespace
} // namespace postern::simulator
