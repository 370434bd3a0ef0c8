// What the inspector says of an app that answers as it is told to.

#include "app_at_sites.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

json webhook(std::string const& event) { return {{"event", event}, {"url", "/told"}}; }

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

TEST_F(InspectedApp, is_asked_again_under_the_title_that_the_button_has)
{
    install_app({"READ"});
    auto const unseen = open_page();
    auto const seen = replay(unseen, "fresh").at("exchange");
    struct Row {
        json exchange;
        char const* change;
        char const* title;
    };
    for (auto const& [exchange, change, title] : {
             Row{unseen, "unchanged", "The same from here"},
             Row{seen, "unchanged", "As it was"},
             Row{unseen, "fresh", "With a fresh token"},
             Row{unseen, "other-user", "As another user, Alpha user one"},
         }) {
        std::vector<std::string> offered;
        for (auto const& each : detail(exchange).at("replay").at("changes"))
            if (each.at("name") == change)
                offered.push_back(each.at("title"));
        EXPECT_EQ(offered, std::vector<std::string>{title});
        auto const result = replay(exchange, change);
        EXPECT_EQ(result.at("title"), title);
        EXPECT_EQ(detail(result.at("exchange")).at("summary").at("change"), title);
    }
}

TEST_F(InspectedApp, is_told_by_hand_of_what_an_event_can_be_about_and_of_nothing_else)
{
    install_app({"READ"}, {webhook("jira:issue_updated"), webhook("jira:issue_deleted"),
                           webhook("page_updated"), webhook("page_removed"), webhook("attachment_created"),
                           webhook("comment_created"), webhook("sprint_started")});
    EXPECT_EQ(page(alpha(), "/inspector").at("page").at("webhooks"),
              json::parse(R"([{"event": "jira:issue_updated", "about": ["issue"]},
                              {"event": "jira:issue_deleted", "about": ["issue"]},
                              {"event": "page_updated", "about": ["page"]},
                              {"event": "page_removed", "about": ["page"]},
                              {"event": "attachment_created", "about": ["issue", "page"]},
                              {"event": "comment_created", "about": ["issue"]},
                              {"event": "sprint_started", "about": []}])"));
    json const issue{{"issue", "ALPHA-2"}};
    json const content{{"content", "98401"}};
    json const comment{{"issue", "ALPHA-3"}}; // which has none
    struct Row {
        char const* event;
        json about;
        int status;
        char const* reason;
    };
    for (auto const& [event, about, status, reason] : {
             Row{"jira:issue_updated", issue, 200, ""},
             Row{"jira:issue_updated", content, 400, "jira:issue_updated is about an issue"},
             Row{"jira:issue_deleted", issue, 200, ""},
             Row{"jira:issue_deleted", content, 400, "is about an issue"},
             Row{"page_updated", content, 200, ""},
             Row{"page_updated", issue, 400, "page_updated is about a page"},
             Row{"page_removed", content, 200, ""},
             Row{"attachment_created", issue, 200, ""},
             Row{"attachment_created", content, 200, ""},
             Row{"comment_created", content, 400, "is about an issue"},
             Row{"comment_created", comment, 409, "ALPHA-3 has no comment"},
             Row{"sprint_started", issue, 400, "that the simulator does not have"},
             Row{"sprint_started", content, 400, "that the simulator does not have"},
         }) {
        auto fired = about;
        fired["event"] = event;
        auto const answer = call(alpha(), "inspector/fire", fired);
        EXPECT_EQ(answer.status, status) << event << about;
        EXPECT_THAT(answer.body, HasSubstr(reason));
    }
    run(simulator_->stop(net::far_away()));
    EXPECT_EQ(received_.size(), 6U);
    for (auto const& each : received_)
        EXPECT_THAT(each.body, testing::Not(HasSubstr("postern-test-"))) << "what is told is of the site";
}

TEST_F(InspectedApp, is_told_by_hand_in_the_form_of_the_event)
{
    install_app({"READ"}, {webhook("jira:issue_updated"), webhook("jira:issue_created"),
                           webhook("page_created"), webhook("comment_created")});
    auto const fired = [&](json const& body) {
        auto const before = received_.size();
        EXPECT_EQ(ask_inspector("fire", body).at("sent"), 1);
        run_until([&] { return received_.size() > before; });
        return json::parse(received_.back().body);
    };
    auto const updated = fired({{"event", "jira:issue_updated"}, {"issue", "ALPHA-1"}});
    EXPECT_EQ(updated.at("webhookEvent"), "jira:issue_updated");
    EXPECT_EQ(updated.at("issue_event_type_name"), "issue_updated");
    auto const& summary = updated.at("issue").at("fields").at("summary");
    EXPECT_EQ(updated.at("changelog").at("id"), "1764000000000");
    EXPECT_EQ(updated.at("changelog").at("items"),
              json::array({{{"field", "summary"},
                            {"fieldtype", "jira"},
                            {"fieldId", "summary"},
                            {"from", nullptr},
                            {"fromString", summary.get<std::string>() + " (earlier)"},
                            {"to", nullptr},
                            {"toString", summary}}}));
    EXPECT_EQ(summary, state_->issue("alpha", "ALPHA-1")->summary) << "nothing changes at the site";

    auto const created = fired({{"event", "jira:issue_created"}, {"issue", "ALPHA-1"}});
    EXPECT_EQ(created.at("issue_event_type_name"), "issue_created");
    EXPECT_FALSE(created.contains("changelog"));

    auto const page = fired({{"event", "page_created"}, {"content", "98401"}});
    EXPECT_EQ(page.at("page").at("idAsString"), "98401");
    EXPECT_FALSE(page.contains("updateTrigger")) << "only an update has one";

    call(alpha(), "edit", {{"issue", "ALPHA-1"}, {"comment", "Seen"}}, alpha_user);
    auto const comment = fired({{"event", "comment_created"}, {"issue", "ALPHA-1"}});
    EXPECT_EQ(comment.at("comment").at("body"), "Seen");
}

} // namespace
} // namespace postern::simulator
