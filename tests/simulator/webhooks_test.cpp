// What the app is told of changes.

#include "app_at_sites.hpp"
#include "jwt/verify.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

json webhook(std::string const& event, std::string const& url) { return {{"event", event}, {"url", url}}; }

class WebhooksAtSites : public AppAtSites {
protected:
    void wait_for_events(std::size_t count)
    {
        run_until([&] { return webhook_events().size() >= count; });
    }

    json webhook_events()
    {
        json found = json::array();
        for (auto const& event : events())
            if (event.at("event") != "installed")
                found.push_back(event);
        return found;
    }

    void edit(json const& changes)
    {
        auto body = changes;
        body["issue"] = "ALPHA-1";
        auto const edited = call(alpha(), "edit", body, alpha_user);
        EXPECT_EQ(edited.status, 200) << edited.body;
    }

    // The claims of a webhook's token, if it is good for the request.
    json claims_of(http::Request const& request)
    {
        auto const header = std::string(request.headers.get("Authorization").value_or(""));
        EXPECT_TRUE(header.starts_with("JWT ")) << header;
        auto const key = jwt::Key::from_secret(secret(alpha())).value();
        auto const token =
            jwt::verify(std::string_view(header).substr(std::min<std::size_t>(4, header.size())), key,
                        {.algorithms = {jwt::Algorithm::hs256}}, clock_.now());
        EXPECT_TRUE(token) << describe(token.error());
        if (!token)
            return {};
        EXPECT_TRUE(platform::connect::match_query_hash(*token->claims.query_hash, "POST", request.url,
                                                        url_of(*server_, "")));
        return json::parse(token->payload);
    }
};

TEST_F(WebhooksAtSites, an_edit_is_told_with_the_issue_the_user_and_what_changed)
{
    install_app({"READ"},
                {webhook("jira:issue_updated", "/updated?issue=${issue.key}&project={project.key}")});
    edit({{"summary", "New"}, {"status", "Done"}});
    wait_for_events(1);
    ASSERT_EQ(received_.size(), 1U);
    auto const& request = received_.front();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, url_of(*server_, "/updated?issue=ALPHA-1&project=ALPHA"));
    auto const claims = claims_of(request);
    EXPECT_EQ(claims.at("iss"), alpha().client_key);
    EXPECT_EQ(claims.at("sub"), alpha_user);
    auto const body = json::parse(request.body);
    EXPECT_EQ(body.at("webhookEvent"), "jira:issue_updated");
    EXPECT_EQ(body.at("timestamp"), 1'764'000'000'000);
    EXPECT_EQ(body.at("issue_event_type_name"), "issue_updated");
    EXPECT_EQ(body.at("user").at("accountId"), alpha_user);
    EXPECT_FALSE(body.at("user").contains("emailAddress")) << "the app has no scope for it";
    EXPECT_EQ(body.at("issue").at("key"), "ALPHA-1");
    EXPECT_EQ(body.at("issue").at("fields").at("summary"), "New");
    auto const& items = body.at("changelog").at("items");
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items.at(0).at("fromString"), "The panel is empty after lunch");
    EXPECT_EQ(items.at(0).at("toString"), "New");
    EXPECT_EQ(items.at(1).at("field"), "status");
    EXPECT_EQ(items.at(1).at("to"), "10001");

    auto const event = webhook_events().at(0);
    EXPECT_EQ(event.at("event"), "jira:issue_updated");
    EXPECT_EQ(event.at("url"), request.url);
    EXPECT_EQ(event.at("status"), 200);
    EXPECT_EQ(event.at("attempts"), 1);
    EXPECT_TRUE(event.at("ok").get<bool>());
    EXPECT_EQ(event.at("note"), "");
}

TEST_F(WebhooksAtSites, each_kind_of_change_has_its_event)
{
    install_app({"WRITE"},
                {webhook("jira:issue_updated", "/updated"), webhook("comment_created", "/commented"),
                 webhook("page_updated", "/page?id={page.id}"), webhook("jira:issue_deleted", "/deleted")});
    auto const told = [&](std::size_t count) {
        wait_for_events(count);
        EXPECT_EQ(received_.size(), count);
        return json::parse(received_.back().body);
    };
    edit({{"comment", "Seen"}});
    EXPECT_EQ(told(1).at("comment").at("body"), "Seen");
    EXPECT_EQ(told(1).at("comment").at("author").at("accountId"), alpha_user);

    as_app("POST", "/rest/api/3/issue/ALPHA-1/transitions", {{"transition", {{"id", "31"}}}});
    EXPECT_EQ(told(2).at("issue_event_type_name"), "issue_generic");
    EXPECT_EQ(told(2).at("user").at("accountType"), "app") << "apps are told of their own changes too";

    as_user(alpha_user, "PUT", "/rest/api/3/issue/ALPHA-2",
            {{"fields", {{"assignee", {{"accountId", alpha_admin}}}}}});
    EXPECT_EQ(told(3).at("issue_event_type_name"), "issue_assigned");
    EXPECT_EQ(told(3).at("changelog").at("items").at(0).at("toString"), "Alpha administrator");

    as_user(alpha_user, "PUT", "/wiki/api/v2/pages/98401", {{"title", "New"}, {"version", {{"number", 2}}}});
    EXPECT_EQ(told(4).at("page").at("title"), "New");
    EXPECT_EQ(told(4).at("userAccountId"), alpha_user);
    EXPECT_FALSE(told(4).contains("issue"));
    EXPECT_EQ(received_.back().url, url_of(*server_, "/page?id=98401"));

    as_app("PUT", "/rest/api/3/issue/ALPHA-2", {{"fields", json::object()}});
    edit({{"comment", "Again"}});
    EXPECT_EQ(told(5).at("webhookEvent"), "comment_created") << "an edit that changes nothing is none";
}

TEST_F(WebhooksAtSites, filters_choose_issues_and_one_that_is_not_understood_keeps_nothing_back)
{
    auto const filtered = [](std::string const& url, std::string const& filter) {
        auto all = webhook("jira:issue_updated", url);
        all["filter"] = filter;
        return all;
    };
    install_app({"READ"}, {filtered("/fits", "project = ALPHA and status = Done"),
                           filtered("/other", "project = BETA"), filtered("/odd", "assignee is EMPTY")});
    edit({{"status", "Done"}});
    wait_for_events(2);
    std::vector<std::string> paths;
    for (auto const& request : received_)
        paths.push_back(http::parse_url(request.url).value().path);
    EXPECT_THAT(paths, testing::UnorderedElementsAre("/fits", "/odd"));
    for (auto const& event : webhook_events()) {
        auto const is_odd = event.at("url").get<std::string>().ends_with("/odd");
        EXPECT_EQ(event.at("note").get<std::string>().contains("does not understand the filter"), is_odd)
            << event;
        EXPECT_TRUE(event.at("ok").get<bool>());
    }
}

TEST_F(WebhooksAtSites, a_failing_app_is_asked_again)
{
    install_app({"READ"}, {webhook("jira:issue_updated", "/updated")});
    answers_ = {503, 500, 200};
    edit({{"summary", "New"}});
    wait_for_events(1);
    ASSERT_EQ(received_.size(), 3U);
    EXPECT_FALSE(received_[0].headers.get("X-Atlassian-Webhook-Retry"));
    EXPECT_EQ(received_[2].headers.get("X-Atlassian-Webhook-Retry"), "2");
    EXPECT_EQ(received_[0].headers.get("X-Atlassian-Webhook-Identifier"),
              received_[2].headers.get("X-Atlassian-Webhook-Identifier"));
    EXPECT_EQ(received_[0].body, received_[2].body);
    claims_of(received_[2]);
    EXPECT_EQ(webhook_events().at(0).at("attempts"), 3);
    EXPECT_TRUE(webhook_events().at(0).at("ok").get<bool>());
}

TEST_F(WebhooksAtSites, an_app_that_keeps_failing_is_given_up)
{
    install_app({"READ"}, {webhook("jira:issue_updated", "/updated")});
    answers_ = {500, 500, 500, 500, 500, 500};
    edit({{"summary", "New"}});
    wait_for_events(1);
    EXPECT_EQ(received_.size(), 4U) << "one attempt and three more";
    auto const event = webhook_events().at(0);
    EXPECT_FALSE(event.at("ok").get<bool>());
    EXPECT_EQ(event.at("status"), 500);
    EXPECT_EQ(event.at("attempts"), 4);
    EXPECT_THAT(event.at("note").get<std::string>(), HasSubstr("answered 500"));
}

TEST_F(WebhooksAtSites, a_refusal_is_not_repeated)
{
    install_app({"READ"}, {webhook("jira:issue_updated", "/updated")});
    answers_ = {401};
    edit({{"summary", "New"}});
    wait_for_events(1);
    EXPECT_EQ(received_.size(), 1U);
    EXPECT_THAT(webhook_events().at(0).at("note").get<std::string>(), HasSubstr("shared secret"));
}

TEST_F(WebhooksAtSites, an_app_that_is_gone_is_said_not_to_answer)
{
    install_app({"READ"}, {webhook("jira:issue_updated", "/updated")});
    server_.reset();
    edit({{"summary", "New"}});
    wait_for_events(1);
    auto const event = webhook_events().at(0);
    EXPECT_EQ(event.at("status"), nullptr);
    EXPECT_EQ(event.at("attempts"), 4);
    EXPECT_THAT(event.at("note").get<std::string>(), HasSubstr("did not answer"));
}

TEST_F(WebhooksAtSites, one_without_a_body_is_sent_without)
{
    auto bare = webhook("jira:issue_updated", "/updated");
    bare["excludeBody"] = true;
    install_app({"READ"}, {bare});
    edit({{"summary", "New"}});
    wait_for_events(1);
    ASSERT_EQ(received_.size(), 1U);
    EXPECT_EQ(received_.front().body, "");
    claims_of(received_.front());
}

TEST_F(WebhooksAtSites, a_disabled_app_and_another_site_are_told_nothing)
{
    install_app({"READ"}, {webhook("jira:issue_updated", "/updated")});
    call(alpha(), "disable", json::object());
    edit({{"summary", "New"}});
    call(alpha(), "enable", json::object());
    edit({{"summary", "Newer"}});
    wait_for_events(1);
    EXPECT_EQ(received_.size(), 1U);
    EXPECT_EQ(claims_of(received_.front()).at("iss"), alpha().client_key);
}

TEST_F(WebhooksAtSites, deliveries_end_with_the_simulator)
{
    install_app({"READ"}, {webhook("jira:issue_updated", "/updated")});
    edit({{"summary", "New"}});
    run(simulator_->stop(net::far_away()));
    EXPECT_EQ(received_.size(), 1U) << "what is under way is waited for";
}

TEST_F(WebhooksAtSites, an_edit_that_cannot_be_is_refused_and_told_nobody)
{
    install_app({"READ"}, {webhook("jira:issue_updated", "/updated")});
    for (auto const& [member, value] :
         std::initializer_list<std::pair<std::string, json>>{{"summary", ""},
                                                             {"summary", 7},
                                                             {"status", "Gone"},
                                                             {"description", std::string(40'000, 'x')},
                                                             {"comment", std::string(40'000, 'x')}}) {
        auto const refused = call(alpha(), "edit", {{"issue", "ALPHA-1"}, {member, value}}, alpha_user);
        EXPECT_EQ(refused.status, 400) << member << ": " << refused.body;
    }
    run(simulator_->stop(net::far_away()));
    EXPECT_TRUE(received_.empty());
}

TEST_F(WebhooksAtSites, an_edit_of_a_page_by_a_person_is_told)
{
    install_app({"READ"}, {webhook("page_updated", "/page")});
    json const edit{{"content", "98401"}, {"title", "Lunch"}, {"body", "At noon."}};
    auto const edited = call(alpha(), "edit-content", edit, alpha_user);
    ASSERT_EQ(edited.status, 200) << edited.body;
    EXPECT_EQ(json::parse(edited.body).at("content"),
              (json{{"id", "98401"}, {"title", "Lunch"}, {"version", 2}, {"body", "At noon."}}));
    wait_for_events(1);
    ASSERT_EQ(received_.size(), 1U);
    EXPECT_EQ(json::parse(received_.front().body).at("page").at("title"), "Lunch");
    EXPECT_EQ(json::parse(received_.front().body).at("userAccountId"), alpha_user);
    auto const renamed =
        call(alpha(), "edit-content", {{"content", "98401"}, {"title", "Dinner"}}, alpha_user);
    EXPECT_EQ(json::parse(renamed.body).at("content").at("body"), "At noon.") << "what is not named stays";
}

TEST_F(WebhooksAtSites, an_edit_of_a_page_that_cannot_be_is_refused)
{
    json const good{{"content", "98401"}, {"title", "Lunch"}, {"body", ""}};
    for (auto const& [member, value, status] : std::initializer_list<std::tuple<char const*, json, int>>{
             {"content", "1", 404},
             {"title", "", 400},
             {"title", 7, 400},
             {"body", 7, 400},
             {"title", "two\nlines", 400},
             {"title", std::string(256, 'x'), 400},
             {"body", std::string(600'000, 'x'), 400}}) {
        auto edit = good;
        edit[member] = value;
        EXPECT_EQ(call(alpha(), "edit-content", edit, alpha_user).status, status) << member;
    }
    EXPECT_EQ(state_->content("alpha", "98401")->version, 1);
}

} // namespace
} // namespace postern::simulator
