// Confluence's part of the REST API.

#include "app_at_sites.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

class Wiki : public AppAtSites {
protected:
    json read(std::string const& target)
    {
        auto const answer = as_user(alpha_user, "GET", target);
        EXPECT_EQ(answer.status, 200) << target << ": " << answer.body;
        return answer.body;
    }

    int status(std::string const& method, std::string const& target, json const& body = nullptr)
    {
        return as_app(method, target, body).status;
    }
};

TEST_F(Wiki, tells_who_asks)
{
    install_app({"READ"});
    EXPECT_EQ(read("/wiki/rest/api/user/current").at("accountId"), alpha_user);
    EXPECT_EQ(as_app("GET", "/wiki/rest/api/user/current").body.at("accountType"), "app");
}

TEST_F(Wiki, an_app_hashes_against_the_base_url_that_its_install_told)
{
    auto const page = "/wiki/rest/api/content/98401?expand=space";
    auto const refusal = [&](std::string const& base) {
        auto const answer = as_app("GET", page, nullptr, base);
        EXPECT_EQ(answer.status, 401) << answer.body;
        return answer.body.dump();
    };
    install_app({"READ"}); // for Jira, as far as its modules tell
    EXPECT_EQ(base_urls_.at(alpha().client_key), alpha().origin);
    EXPECT_EQ(as_app("GET", page).status, 200);
    EXPECT_THAT(refusal("/wiki"), HasSubstr("base URL " + alpha().origin + ", "));

    server_.reset();
    modules_ = {
        {"contentBylineItems", {{{"key", "byline"}, {"url", "/byline"}, {"name", {{"value", "B"}}}}}}};
    install_app({"READ"});
    EXPECT_EQ(base_urls_.at(alpha().client_key), alpha().origin + "/wiki");
    EXPECT_EQ(as_app("GET", page).status, 200);
    EXPECT_THAT(refusal(""), HasSubstr("base URL " + alpha().origin + "/wiki,"));
    auto const inspector = [&](std::string const& name, json const& asked) {
        return json::parse(call(alpha(), "inspector/" + name, asked).body);
    };
    auto const seen = inspector("search", {{"text", "expand=space"}}).at("ids").back();
    auto const hash = inspector("entry", {{"id", seen}}).at("tokens").at(0).at("hash");
    EXPECT_EQ(hash.at("nearMiss").at("text"), "It would fit with the base path not removed.");
}

TEST_F(Wiki, pages_are_read_with_what_is_asked_for)
{
    install_app({"READ"});
    auto const plain = read("/wiki/rest/api/content/98402");
    EXPECT_EQ(plain.at("title"), "How tokens expire");
    EXPECT_FALSE(plain.contains("body"));
    EXPECT_FALSE(plain.contains("version"));
    auto const whole = read("/wiki/rest/api/content/98402?expand=body.storage,version,space");
    EXPECT_EQ(whole.at("body").at("storage").at("value"),
              "<p>The token of a page lives for fifteen minutes.</p>");
    EXPECT_EQ(whole.at("version").at("number"), 1);
    EXPECT_EQ(whole.at("space").at("key"), "ALPHA");
    auto const page = read("/wiki/api/v2/pages/98402?body-format=storage");
    EXPECT_EQ(page.at("body").at("storage").at("value"), whole.at("body").at("storage").at("value"));
    EXPECT_EQ(page.at("spaceId"), "98305");
    EXPECT_EQ(read("/wiki/api/v2/pages/98402").at("body"), json::object());
    EXPECT_EQ(status("GET", "/wiki/api/v2/pages/98402?body-format=atlas_doc_format"), 400);
    EXPECT_EQ(status("GET", "/wiki/rest/api/content/198401"), 404) << "a page of another site";
    EXPECT_EQ(status("GET", "/wiki/api/v2/pages/1"), 404);
}

TEST_F(Wiki, pages_and_spaces_are_listed)
{
    install_app({"READ"});
    EXPECT_EQ(read("/wiki/rest/api/content?spaceKey=ALPHA").at("size"), 2);
    EXPECT_EQ(read("/wiki/rest/api/content?spaceKey=ALPHA&limit=1&start=1").at("results").at(0).at("id"),
              "98402");
    EXPECT_EQ(read("/wiki/rest/api/content?title=Welcome").at("size"), 1);
    EXPECT_EQ(status("GET", "/wiki/rest/api/content?spaceKey=BETA"), 404);
    EXPECT_EQ(status("GET", "/wiki/rest/api/content?limit=many"), 400);
    EXPECT_EQ(read("/wiki/rest/api/space").at("results").at(0).at("key"), "ALPHA");
    EXPECT_EQ(read("/wiki/rest/api/space/ALPHA").at("name"), "Alpha handbook");
    EXPECT_EQ(status("GET", "/wiki/rest/api/space/BETA"), 404);
    EXPECT_EQ(read("/wiki/api/v2/spaces?keys=ALPHA").at("results").at(0).at("id"), "98305");
    EXPECT_EQ(read("/wiki/api/v2/spaces?keys=BETA").at("results"), json::array());
}

TEST_F(Wiki, an_update_names_the_version_that_it_makes)
{
    install_app({"WRITE"});
    json const edit{
        {"title", "New"},
        {"type", "page"},
        {"version", {{"number", 2}}},
        {"body", {{"storage", {{"value", "<p>a &amp; b</p><p>c</p>"}, {"representation", "storage"}}}}}};
    auto const written = as_user(alpha_user, "PUT", "/wiki/rest/api/content/98402", edit);
    ASSERT_EQ(written.status, 200) << written.body;
    EXPECT_EQ(written.body.at("version").at("number"), 2);
    EXPECT_EQ(written.body.at("body").at("storage").at("value"), "<p>a &amp; b</p><p>c</p>");
    EXPECT_EQ(state_->content("alpha", "98402")->body, "a & b\n\nc");
    auto const again = as_app("PUT", "/wiki/rest/api/content/98402", edit);
    EXPECT_EQ(again.status, 409);
    EXPECT_THAT(again.body.at("message").get<std::string>(), HasSubstr("Current version is: 2"));

    json const second{{"id", "98402"},
                      {"status", "current"},
                      {"title", "Newer"},
                      {"version", {{"number", 3}}},
                      {"body", {{"value", "<p>d</p>"}, {"representation", "storage"}}}};
    EXPECT_EQ(as_app("PUT", "/wiki/api/v2/pages/98402", second).body.at("version").at("number"), 3);
    EXPECT_EQ(status("PUT", "/wiki/api/v2/pages/98402", second), 409);
    EXPECT_EQ(read("/wiki/api/v2/pages/98402").at("title"), "Newer");

    auto const spoilt = [&](std::string const& pointer, json const& value) {
        auto body = second;
        body["version"]["number"] = 4;
        body[json::json_pointer(pointer)] = value;
        return status("PUT", "/wiki/api/v2/pages/98402", body);
    };
    EXPECT_EQ(spoilt("/version", json::object()), 400);
    EXPECT_EQ(spoilt("/title", ""), 400);
    EXPECT_EQ(spoilt("/title", 7), 400);
    EXPECT_EQ(spoilt("/body/representation", "wiki"), 400);
    EXPECT_EQ(spoilt("/body/value", 7), 400);
    EXPECT_EQ(status("PUT", "/wiki/api/v2/pages/1", second), 404);
    EXPECT_EQ(read("/wiki/api/v2/pages/98402").at("version").at("number"), 3);
}

TEST_F(Wiki, properties_of_pages_have_versions)
{
    install_app({"DELETE"});
    std::string const list = "/wiki/rest/api/content/98401/property";
    EXPECT_EQ(read(list).at("results"), json::array());
    EXPECT_EQ(status("GET", list + "/x"), 404);
    auto const made = as_app("POST", list, {{"key", "x"}, {"value", {{"a", 1}}}});
    EXPECT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(made.body.at("version").at("number"), 1);
    EXPECT_EQ(status("POST", list, {{"key", "x"}, {"value", 2}}), 409);
    EXPECT_EQ(status("PUT", list + "/x", {{"value", 2}, {"version", {{"number", 1}}}}), 409);
    EXPECT_EQ(status("PUT", list + "/x", {{"value", 2}}), 400);
    EXPECT_EQ(as_app("PUT", list + "/x", {{"value", 2}, {"version", {{"number", 2}}}}).body.at("value"), 2);
    EXPECT_EQ(read(list).at("results").at(0).at("version").at("number"), 2);
    EXPECT_EQ(state_->property("alpha", "content/98401", "x"), "2") << "conditions read it as it is";
    EXPECT_EQ(status("POST", list + "/y", {{"value", true}}), 200);
    EXPECT_EQ(status("POST", list, {{"value", true}}), 400);
    EXPECT_EQ(status("DELETE", list + "/x"), 204);
    EXPECT_EQ(status("DELETE", list + "/x"), 404);
    EXPECT_EQ(as_app("PUT", list + "/x", {{"value", 3}, {"version", {{"number", 1}}}}).status, 200);
    EXPECT_EQ(status("GET", "/wiki/rest/api/content/1/property"), 404);
}

} // namespace
} // namespace postern::simulator
