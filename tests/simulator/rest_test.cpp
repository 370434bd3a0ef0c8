// Jira's part of the REST API, asked by an app and through the bridge.

#include "app_at_sites.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

enum class By { app, user, admin };

// One request, and what the answer holds at `at`. Rows of one table are asked in their order.
struct Row {
    By by;
    std::string method;
    std::string target;
    json body;
    int status;
    std::string at; // JSON pointer; empty: only the status counts
    json value;
};

class Rest : public AppAtSites {
protected:
    void expect(std::vector<Row> const& rows)
    {
        for (auto const& row : rows) {
            auto const answer = row.by == By::app ? as_app(row.method, row.target, row.body)
                                                  : as_user(row.by == By::admin ? alpha_admin : alpha_user,
                                                            row.method, row.target, row.body);
            EXPECT_EQ(answer.status, row.status) << row.method << " " << row.target << ": " << answer.body;
            json::json_pointer const at(row.at);
            if (!row.at.empty())
                EXPECT_EQ(answer.body.contains(at) ? answer.body.at(at) : json("not there"), row.value)
                    << row.method << " " << row.target << row.at << ": " << answer.body;
        }
    }
};

json paragraph(std::string const& text)
{
    return {{"type", "doc"},
            {"version", 1},
            {"content", {{{"type", "paragraph"}, {"content", {{{"type", "text"}, {"text", text}}}}}}}};
}

TEST_F(Rest, email_addresses_are_for_apps_with_the_scope_for_them)
{
    auto const by_email = state_->user("alpha", alpha_user)->email;
    auto const row = [&](json const& value) {
        return Row{By::user, "GET", "/rest/api/3/myself", {}, 200, "/emailAddress", value};
    };
    install_app({"READ"});
    expect({row("not there"),
            {By::user, "GET", "/rest/api/3/user/search?query=" + by_email, {}, 200, "", {}},
            {By::user, "GET", "/wiki/rest/api/user/current", {}, 200, "/email", ""}});
    EXPECT_EQ(as_user(alpha_user, "GET", "/rest/api/3/user/search?query=" + by_email).body, json::array());
    server_.reset();
    install_app({"READ", "ACCESS_EMAIL_ADDRESSES"});
    expect({row(by_email), {By::user, "GET", "/wiki/rest/api/user/current", {}, 200, "/email", by_email}});
}

TEST_F(Rest, people_and_permissions)
{
    install_app({"READ", "ACCESS_EMAIL_ADDRESSES"});
    expect({
        {By::user, "GET", "/rest/api/3/myself", {}, 200, "/accountId", alpha_user},
        {By::app, "GET", "/rest/api/3/myself", {}, 200, "/accountType", "app"},
        {By::app,
         "GET",
         std::string("/rest/api/3/user?accountId=") + alpha_user,
         {},
         200,
         "/displayName",
         "Alpha user one"},
        {By::app, "GET", "/rest/api/3/user?accountId=be7a00000000000000000001", {}, 404, "", {}},
        {By::app,
         "GET",
         "/rest/api/3/user/search?query=USER%20two",
         {},
         200,
         "/0/accountId",
         other_alpha_user},
        {By::app,
         "GET",
         "/rest/api/3/user/search?query=alpha.example&maxResults=2",
         {},
         200,
         "/2",
         "not there"},
        {By::app,
         "GET",
         "/rest/api/3/user/search?query=alpha.example&startAt=2",
         {},
         200,
         "/0/accountId",
         other_alpha_user},
        {By::app, "GET", "/rest/api/3/user/search", {}, 400, "", {}},
        {By::app, "GET", "/rest/api/3/user/search?query=a&startAt=x", {}, 400, "", {}},
        {By::admin,
         "GET",
         "/rest/api/3/mypermissions?permissions=ADMINISTER,BROWSE_PROJECTS",
         {},
         200,
         "/permissions/ADMINISTER/havePermission",
         true},
        {By::user,
         "GET",
         "/rest/api/3/mypermissions?permissions=ADMINISTER,BROWSE_PROJECTS",
         {},
         200,
         "/permissions/ADMINISTER/havePermission",
         false},
        {By::app,
         "GET",
         "/rest/api/3/mypermissions?permissions=ADMINISTER",
         {},
         200,
         "/permissions/ADMINISTER/havePermission",
         false},
        {By::app, "GET", "/rest/api/3/mypermissions", {}, 400, "", {}},
        {By::app,
         "POST",
         "/rest/api/3/permissions/check",
         {{"accountId", alpha_user}, {"globalPermissions", {"ADMINISTER"}}},
         200,
         "/globalPermissions",
         json::array()},
        {By::app,
         "POST",
         "/rest/api/3/permissions/check",
         {{"accountId", alpha_admin}, {"globalPermissions", {"ADMINISTER"}}},
         200,
         "/globalPermissions/0",
         "ADMINISTER"},
        {By::app,
         "POST",
         "/rest/api/3/permissions/check",
         {{"accountId", alpha_user},
          {"projectPermissions",
           {{{"permissions", {"EDIT_ISSUES", "ADMINISTER_PROJECTS"}}, {"projects", {10000}}}}}},
         200,
         "/projectPermissions",
         {{{"permission", "EDIT_ISSUES"}, {"issues", json::array()}, {"projects", {10000}}}}},
        {By::app, "POST", "/rest/api/3/permissions/check", {{"accountId", "nobody"}}, 400, "", {}},
        {By::app, "POST", "/rest/api/3/permissions/check", json::array(), 200, "/globalPermissions",
         json::array()},
        {By::app, "GET", "/rest/api/3/serverInfo", {}, 200, "/deploymentType", "Cloud"},
    });
}

TEST_F(Rest, only_permissions_that_there_are_are_granted)
{
    modules_ = {{"jiraGlobalPermissions", {{{"key", "fly"}, {"name", {{"value", "Fly"}}}}}}};
    install_app({"READ"});
    std::string const mine = "/rest/api/3/mypermissions?permissions=";
    std::string const own = std::string(app_key) + "__fly";
    auto const flying = "/permissions/" + own;
    expect({
        {By::user, "GET", mine + "FOO", {}, 400, "", {}},
        {By::user, "GET", mine + "BROWSE_PROJECTS,browse_projects", {}, 400, "", {}},
        {By::user,
         "GET",
         mine + "BROWSE_PROJECTS,%20BULK_CHANGE",
         {},
         200,
         "/permissions/BULK_CHANGE/type",
         "GLOBAL"},
        {By::user, "GET", mine + own, {}, 200, flying + "/havePermission", true},
        {By::user, "GET", mine + own, {}, 200, flying + "/type", "GLOBAL"},
        {By::user, "GET", mine + app_key + "__swim", {}, 400, "", {}},
    });
    auto const check = [&](json const& body) {
        return as_app("POST", "/rest/api/3/permissions/check", body);
    };
    auto const refused = check({{"globalPermissions", {"ADMINISTER", "FOO"}}});
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body.at("errorMessages").dump(), HasSubstr("FOO"));
    EXPECT_EQ(check({{"globalPermissions", {"EDIT_ISSUES"}}}).status, 400) << "of projects";
    json const thrice{"EDIT_ISSUES", "EDIT_ISSUES", "EDIT_ISSUES"};
    auto const once =
        check({{"projectPermissions", {{{"permissions", thrice}, {"projects", {10000, "10000", 10000}}}}}});
    EXPECT_EQ(once.body.at("projectPermissions"),
              (json{{{"permission", "EDIT_ISSUES"}, {"projects", {10000}}, {"issues", json::array()}}}));
    auto const in_projects = [&](json const& permissions, json const& projects, json const& issues) {
        return check({{"projectPermissions",
                       {{{"permissions", permissions}, {"projects", projects}, {"issues", issues}}}}});
    };
    EXPECT_EQ(in_projects({"ADMINISTER"}, {10000}, json::array()).status, 400) << "a global one";
    EXPECT_EQ(in_projects({"EDIT_ISSUES", "", nullptr}, {999, "10000", nullptr, "ALPHA"}, {10001, 7}).body,
              json({{"globalPermissions", json::array()},
                    {"projectPermissions",
                     {{{"permission", "EDIT_ISSUES"}, {"projects", {10000}}, {"issues", {10001}}}}}}));
    EXPECT_EQ(in_projects({"EDIT_ISSUES"}, {999}, json::array()).body.at("projectPermissions"),
              json::array());
    EXPECT_EQ(check({{"globalPermissions", {nullptr}}, {"projectPermissions", nullptr}}).status, 200);
}

TEST_F(Rest, issues_are_read_in_both_versions)
{
    install_app({"READ"});
    expect({
        {By::user,
         "GET",
         "/rest/api/3/issue/ALPHA-2",
         {},
         200,
         "/fields/description",
         paragraph("A short page for new colleagues.")},
        {By::user,
         "GET",
         "/rest/api/2/issue/10002?expand=names",
         {},
         200,
         "/fields/description",
         "A short page for new colleagues."},
        {By::user,
         "GET",
         "/rest/api/3/issue/ALPHA-1",
         {},
         200,
         "/fields/status/statusCategory/key",
         "indeterminate"},
        {By::user,
         "GET",
         "/rest/api/3/issue/ALPHA-1?fields=summary",
         {},
         200,
         "/fields",
         {{"summary", "The panel is empty after lunch"}}},
        {By::user,
         "GET",
         "/rest/api/3/issue/ALPHA-1?fields=-summary",
         {},
         200,
         "/fields/summary",
         "not there"},
        {By::user,
         "GET",
         "/rest/api/3/issue/ALPHA-1?fields=*all,-comment",
         {},
         200,
         "/fields/comment",
         "not there"},
        {By::user, "GET", "/rest/api/3/issue/BETA-1", {}, 404, "", {}},
        {By::app, "GET", "/rest/api/3/project", {}, 200, "/0/key", "ALPHA"},
        {By::app, "GET", "/rest/api/3/project/10000", {}, 200, "/name", "Alpha project"},
        {By::app, "GET", "/rest/api/3/project/BETA", {}, 404, "", {}},
        {By::app, "GET", "/rest/api/3/project/search?query=alpha", {}, 200, "/total", 1},
        {By::app, "GET", "/rest/api/3/project/search?query=beta", {}, 200, "/values", json::array()},
    });
}

TEST_F(Rest, an_issue_brings_the_properties_that_are_asked_for)
{
    install_app({"WRITE"});
    std::string const issue = "/rest/api/3/issue/ALPHA-1";
    expect({
        {By::app, "PUT", issue + "/properties/a", {{"x", 1}}, 201, "", {}},
        {By::app, "PUT", issue + "/properties/b", "text", 201, "", {}},
        {By::user, "GET", issue, {}, 200, "/properties", "not there"},
        {By::user, "GET", issue + "?properties=a,none", {}, 200, "/properties", {{"a", {{"x", 1}}}}},
        {By::user, "GET", issue + "?properties=none", {}, 200, "/properties", json::object()},
        {By::user,
         "GET",
         issue + "?properties=*all",
         {},
         200,
         "/properties",
         {{"a", {{"x", 1}}}, {"b", "text"}}},
        {By::user, "GET", issue + "?properties=*all,-a", {}, 200, "/properties", {{"b", "text"}}},
        {By::user,
         "GET",
         "/rest/api/3/issue/ALPHA-2?properties=*all",
         {},
         200,
         "/properties",
         json::object()},
    });
}

TEST_F(Rest, issues_are_found_by_queries)
{
    install_app({"READ"});
    expect({
        {By::app,
         "GET",
         "/rest/api/3/search?jql=project%20%3D%20ALPHA%20ORDER%20BY%20key",
         {},
         200,
         "/total",
         3},
        {By::app,
         "GET",
         "/rest/api/2/search?jql=key%20%3D%20ALPHA-2",
         {},
         200,
         "/issues/0/fields/description",
         "A short page for new colleagues."},
        {By::app,
         "GET",
         "/rest/api/3/search?jql=&startAt=1&maxResults=1&fields=summary",
         {},
         200,
         "/issues",
         {{{"id", "10002"},
           {"key", "ALPHA-2"},
           {"self", alpha().origin + "/rest/api/3/issue/10002"},
           {"fields", {{"summary", "Write down how tokens expire"}}}}}},
        {By::app,
         "POST",
         "/rest/api/3/search",
         {{"jql", "status = Done"}, {"fields", {"status"}}},
         200,
         "/issues/0/key",
         "ALPHA-3"},
        {By::app,
         "POST",
         "/rest/api/3/search/jql",
         {{"jql", "issue in (ALPHA-1, ALPHA-3)"}, {"maxResults", 1}},
         200,
         "",
         {}},
        {By::app,
         "GET",
         "/rest/api/3/search/jql?jql=project%3DALPHA&maxResults=2",
         {},
         200,
         "/nextPageToken",
         "2"},
        {By::app,
         "GET",
         "/rest/api/3/search/jql?jql=project%3DALPHA&maxResults=2&nextPageToken=2",
         {},
         200,
         "",
         {}},
        {By::app,
         "POST",
         "/rest/api/3/search/jql",
         {{"jql", "project = ALPHA"}, {"nextPageToken", "2"}, {"fields", {"summary"}}},
         200,
         "/isLast",
         true},
        {By::app,
         "GET",
         "/rest/api/3/search/jql?jql=project%3DALPHA",
         {},
         200,
         "/issues/0/fields",
         "not there"},
        {By::app, "GET", "/rest/api/3/search?jql=project%3DBETA", {}, 200, "/total", 0},
        {By::app, "POST", "/rest/api/3/search", {{"jql", ""}, {"startAt", -1}}, 400, "", {}},
        {By::app, "POST", "/rest/api/3/search", {{"jql", ""}, {"fields", "summary"}}, 400, "", {}},
    });
    auto const refused = as_app("GET", "/rest/api/3/search?jql=assignee%20%3D%20currentUser()");
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body.dump(), HasSubstr("project = KEY"));
}

TEST_F(Rest, issues_are_edited)
{
    install_app({"WRITE"});
    expect({
        {By::user,
         "PUT",
         "/rest/api/3/issue/ALPHA-1",
         {{"fields",
           {{"summary", "New"},
            {"description", paragraph("Text")},
            {"assignee", {{"accountId", alpha_admin}}}}}},
         204,
         "",
         {}},
        {By::app, "GET", "/rest/api/2/issue/ALPHA-1", {}, 200, "/fields/description", "Text"},
        {By::app, "GET", "/rest/api/2/issue/ALPHA-1", {}, 200, "/fields/summary", "New"},
        {By::app, "GET", "/rest/api/2/issue/ALPHA-1", {}, 200, "/fields/assignee/accountId", alpha_admin},
        {By::app,
         "PUT",
         "/rest/api/2/issue/10001",
         {{"fields", {{"description", "Plain"}, {"assignee", nullptr}}}},
         204,
         "",
         {}},
        {By::app, "GET", "/rest/api/3/issue/ALPHA-1", {}, 200, "/fields/description", paragraph("Plain")},
        {By::app, "GET", "/rest/api/3/issue/ALPHA-1", {}, 200, "/fields/assignee", nullptr},
        {By::app, "PUT", "/rest/api/3/issue/ALPHA-1", {{"fields", {{"description", "Plain"}}}}, 400, "", {}},
        {By::app,
         "PUT",
         "/rest/api/2/issue/ALPHA-1",
         {{"fields", {{"description", paragraph("x")}}}},
         400,
         "",
         {}},
        {By::app, "PUT", "/rest/api/3/issue/ALPHA-1", {{"fields", {{"summary", ""}}}}, 400, "", {}},
        {By::app,
         "PUT",
         "/rest/api/3/issue/ALPHA-1",
         {{"fields", {{"summary", 7}}}},
         400,
         "/errors/summary",
         "A summary is a string."},
        {By::app,
         "PUT",
         "/rest/api/3/issue/ALPHA-1",
         {{"fields", {{"assignee", {{"accountId", "nobody"}}}}}},
         400,
         "",
         {}},
        {By::app, "PUT", "/rest/api/3/issue/ALPHA-1", {{"fields", {{"assignee", "somebody"}}}}, 400, "", {}},
        {By::app,
         "PUT",
         "/rest/api/3/issue/ALPHA-1",
         {{"fields", {{"priority", {{"id", "1"}}}}}},
         400,
         "",
         {}},
        {By::app,
         "PUT",
         "/rest/api/3/issue/ALPHA-1",
         {{"update", {{"labels", {{{"add", "x"}}}}}}},
         400,
         "",
         {}},
        {By::app, "PUT", "/rest/api/3/issue/ALPHA-1", json::object(), 400, "", {}},
        {By::app, "PUT", "/rest/api/3/issue/ALPHA-9", {{"fields", json::object()}}, 404, "", {}},
        {By::app, "GET", "/rest/api/3/issue/ALPHA-1", {}, 200, "/fields/summary", "New"},
    });
}

TEST_F(Rest, issues_change_their_status)
{
    install_app({"WRITE"});
    expect({
        {By::user, "GET", "/rest/api/3/issue/ALPHA-1/transitions", {}, 200, "/transitions/2/to/name", "Done"},
        {By::user,
         "POST",
         "/rest/api/3/issue/ALPHA-1/transitions",
         {{"transition", {{"id", "31"}}}},
         204,
         "",
         {}},
        {By::user, "GET", "/rest/api/3/issue/ALPHA-1", {}, 200, "/fields/status/name", "Done"},
        {By::user,
         "POST",
         "/rest/api/3/issue/ALPHA-1/transitions",
         {{"transition", {{"id", 11}}}},
         204,
         "",
         {}},
        {By::user, "GET", "/rest/api/3/issue/ALPHA-1", {}, 200, "/fields/status/name", "To Do"},
        {By::user,
         "POST",
         "/rest/api/3/issue/ALPHA-1/transitions",
         {{"transition", {{"id", "99"}}}},
         400,
         "",
         {}},
        {By::user, "POST", "/rest/api/3/issue/ALPHA-1/transitions", json::object(), 400, "", {}},
        {By::user, "GET", "/rest/api/3/issue/NO-1/transitions", {}, 404, "", {}},
    });
}

TEST_F(Rest, comments_are_written_and_read)
{
    install_app({"WRITE"});
    auto const written =
        as_user(alpha_user, "POST", "/rest/api/3/issue/ALPHA-1/comment", {{"body", paragraph("Seen")}});
    ASSERT_EQ(written.status, 201) << written.body;
    EXPECT_EQ(written.body.at("author").at("accountId"), alpha_user);
    EXPECT_EQ(written.body.at("created"), "2025-11-24T16:00:00.000+0000");
    auto const id = written.body.at("id").get<std::string>();
    expect({
        {By::app,
         "POST",
         "/rest/api/2/issue/ALPHA-1/comment",
         {{"body", "By the app"}},
         201,
         "/author/accountType",
         "app"},
        {By::app, "GET", "/rest/api/2/issue/ALPHA-1/comment", {}, 200, "/total", 2},
        {By::app,
         "GET",
         "/rest/api/2/issue/ALPHA-1/comment?startAt=1",
         {},
         200,
         "/comments/0/body",
         "By the app"},
        {By::app, "GET", "/rest/api/2/issue/ALPHA-1/comment/" + id, {}, 200, "/body", "Seen"},
        {By::app, "GET", "/rest/api/3/issue/ALPHA-1/comment/" + id, {}, 200, "/body", paragraph("Seen")},
        {By::app, "GET", "/rest/api/3/issue/ALPHA-2/comment/" + id, {}, 404, "", {}},
        {By::app, "GET", "/rest/api/3/issue/ALPHA-1", {}, 200, "/fields/comment/total", 2},
        {By::app, "POST", "/rest/api/3/issue/ALPHA-1/comment", {{"body", "plain"}}, 400, "", {}},
        {By::app, "POST", "/rest/api/2/issue/ALPHA-1/comment", {{"body", ""}}, 400, "", {}},
        {By::app, "POST", "/rest/api/2/issue/ALPHA-1/comment", json::object(), 400, "", {}},
    });
}

TEST_F(Rest, the_app_has_one_name)
{
    install_app({"WRITE"}, {{{"event", "comment_created"}, {"url", "/told"}}});
    std::string const self = alpha().origin + "/rest/api/3/user?accountId=" + app_key;
    json const app{{"self", self},
                   {"accountId", app_key},
                   {"accountType", "app"},
                   {"displayName", "An app"},
                   {"active", true}};
    expect({
        {By::app, "POST", "/rest/api/2/issue/ALPHA-1/comment", {{"body", "x"}}, 201, "/author", app},
        {By::user, "GET", "/rest/api/2/issue/ALPHA-1/comment", {}, 200, "/comments/0/author", app},
    });
    EXPECT_EQ(as_app("GET", "/rest/api/3/myself").body, app);
    EXPECT_EQ(as_user(alpha_user, "GET", self).body, app);
    run_until([&] { return !received_.empty(); });
    auto const told = json::parse(received_.front().body);
    EXPECT_EQ(told.at("user").at("displayName"), "An app");
    EXPECT_EQ(told.at("comment").at("author").at("displayName"), "An app");
}

TEST_F(Rest, properties_are_kept_at_everything)
{
    install_app({"DELETE"});
    auto const own = std::string("/rest/atlassian-connect/1/addons/") + app_key + "/properties";
    for (std::string const& list : {std::string("/rest/api/3/issue/ALPHA-1/properties"),
                                    std::string("/rest/api/3/project/ALPHA/properties"),
                                    std::string("/rest/api/3/user/properties"), own, "/wiki" + own}) {
        auto const of = list.contains("/user/") ? std::string("?accountId=") + alpha_user : "";
        auto const one = list + "/my%20key" + of;
        expect({
            {By::app, "GET", list + of, {}, 200, "/keys", json::array()},
            {By::app, "GET", one, {}, 404, "", {}},
            {By::app, "PUT", one, {{"a", {1, 2}}}, 201, "", {}},
            {By::app, "PUT", one, "text", 200, "", {}},
            {By::app, "GET", one, {}, 200, "/value", "text"},
            {By::app, "GET", list + of, {}, 200, "/keys/0/key", "my key"},
            {By::app, "PUT", one, std::string(32'768, 'x'), 400, "", {}},
            {By::app, "PUT", list + "/" + std::string(256, 'k') + of, 1, 400, "", {}},
            {By::app, "PUT", one, nullptr, 400, "", {}}, // without a body
            {By::app, "DELETE", one, {}, 204, "", {}},
            {By::app, "DELETE", one, {}, 404, "", {}},
        });
    }
}

TEST_F(Rest, properties_are_for_those_who_may)
{
    install_app({"DELETE"});
    auto const of_admin = std::string("?accountId=") + alpha_admin;
    auto const own = std::string("/rest/atlassian-connect/1/addons/") + app_key + "/properties/x";
    expect({
        {By::user, "PUT", "/rest/api/3/issue/ALPHA-1/properties/x", 1, 201, "", {}},
        {By::user, "PUT", "/rest/api/3/project/ALPHA/properties/x", 1, 403, "", {}},
        {By::admin, "PUT", "/rest/api/3/project/ALPHA/properties/x", 1, 201, "", {}},
        {By::user, "GET", "/rest/api/3/project/ALPHA/properties/x", {}, 200, "/value", 1},
        {By::user, "DELETE", "/rest/api/3/project/ALPHA/properties/x", {}, 403, "", {}},
        {By::user, "PUT", "/rest/api/3/user/properties/x", 1, 201, "", {}},
        {By::user, "PUT", "/rest/api/3/user/properties/x" + of_admin, 1, 403, "", {}},
        {By::admin,
         "GET",
         std::string("/rest/api/3/user/properties/x?accountId=") + alpha_user,
         {},
         200,
         "/value",
         1},
        {By::app, "GET", "/rest/api/3/user/properties/x", {}, 404, "", {}},
        {By::user, "PUT", own, 1, 201, "", {}},
        {By::app, "GET", "/rest/atlassian-connect/1/addons/com.example.other/properties", {}, 401, "", {}},
        {By::app, "GET", "/rest/api/3/project/NO/properties", {}, 404, "", {}},
        {By::app, "GET", "/rest/api/3/issue/NO-1/properties", {}, 404, "", {}},
    });
}

TEST_F(Rest, an_app_has_no_more_than_its_scopes)
{
    install_app({"READ"});
    auto const refused = as_app("PUT", "/rest/api/3/issue/ALPHA-1", {{"fields", {{"summary", "x"}}}});
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body.dump(), HasSubstr("scope WRITE"));
    expect({
        {By::admin, "PUT", "/rest/api/3/issue/ALPHA-1", {{"fields", {{"summary", "x"}}}}, 403, "", {}},
        {By::app, "DELETE", "/rest/api/3/issue/ALPHA-1/properties/x", {}, 403, "", {}},
        {By::app,
         "GET",
         "/rest/api/3/issue/ALPHA-1",
         {},
         200,
         "/fields/summary",
         "The panel is empty after lunch"},
    });
    auto const wiki = as_app("PUT", "/wiki/api/v2/pages/98401", json::object());
    EXPECT_EQ(wiki.status, 403);
    EXPECT_THAT(wiki.body.at("message").get<std::string>(), HasSubstr("scope WRITE"));
}

TEST_F(Rest, what_is_not_simulated_says_so)
{
    install_app({"ADMIN"});
    auto const unknown = as_app("GET", "/rest/agile/1.0/board");
    EXPECT_EQ(unknown.status, 501);
    EXPECT_THAT(unknown.body.dump(), HasSubstr("Not simulated: GET /rest/agile/1.0/board."));
    EXPECT_EQ(as_app("DELETE", "/rest/api/3/issue/ALPHA-1").status, 501);
    EXPECT_EQ(as_user(alpha_user, "GET", "/wiki/rest/api/blog").status, 501);
}

TEST_F(Rest, a_body_is_json_of_bounded_depth)
{
    install_app({"WRITE"});
    json asked{{"method", "PUT"},
               {"url", "/rest/api/3/issue/ALPHA-1/properties/x"},
               {"body", std::string(5000, '[') + std::string(5000, ']')},
               {"contentType", "application/json"}};
    auto const deep = through_bridge(alpha_user, asked);
    EXPECT_EQ(deep.status, 400);
    EXPECT_THAT(deep.body.dump(), HasSubstr("inside each other"));
    asked["body"] = "{";
    EXPECT_EQ(through_bridge(alpha_user, asked).status, 400);
}

TEST_F(Rest, a_body_says_that_it_is_json)
{
    install_app({"WRITE"});
    auto const remedy =
        R"(Send Content-Type: application/json (AP.request: contentType: \"application/json\").)";
    auto const put = [&](std::string const& target, std::string const& type) {
        auto request = request_of_app("PUT", target);
        request.headers.set("Content-Type", type);
        return answer_to(request, {{"fields", {{"summary", "New"}}}});
    };
    auto const issue = "/rest/api/3/issue/ALPHA-1";
    for (auto const* type : {"application/json", "Application/JSON ; charset=utf-8"})
        EXPECT_EQ(put(issue, type).status, 204) << type;
    for (auto const* type : {"text/plain", "application/x-www-form-urlencoded", "text/json", ""}) {
        auto const refused = put(issue, type);
        EXPECT_EQ(refused.status, 415) << type;
        EXPECT_THAT(refused.body.at("errorMessages").dump(), HasSubstr(remedy)) << type;
    }
    EXPECT_THAT(put("/wiki/api/v2/pages/98401", "text/plain").body.at("message").dump(), HasSubstr(remedy));
    EXPECT_EQ(as_app("PUT", "/rest/api/3/issue/ALPHA-1/properties/x").status, 400) << "without a body";
}

TEST_F(Rest, a_page_says_that_its_body_is_json)
{
    install_app({"WRITE"});
    json asked{{"method", "PUT"}, {"url", "/rest/api/3/issue/ALPHA-1/properties/x"}, {"body", "1"}};
    EXPECT_EQ(through_bridge(alpha_user, asked).status, 415);
    asked["contentType"] = "text/plain";
    EXPECT_EQ(through_bridge(alpha_user, asked).status, 415);
    asked["contentType"] = "a\r\nb";
    auto const broken = through_bridge(alpha_user, asked);
    EXPECT_EQ(broken.status, 400);
    EXPECT_THAT(broken.body.dump(), HasSubstr("contentType"));
    asked["contentType"] = "application/json";
    EXPECT_EQ(through_bridge(alpha_user, asked).status, 201);
    auto const seen =
        json::parse(call(alpha(), "inspector/search", {{"text", "properties/x"}}).body).at("ids");
    auto const shown = json::parse(call(alpha(), "inspector/entry", {{"id", seen.back()}}).body);
    EXPECT_EQ(shown.at("request").at("headers"), json::parse(R"([["Content-Type", "application/json"]])"));
}

TEST_F(Rest, a_page_asks_with_methods_alone)
{
    install_app({"READ"});
    for (auto const& method : {std::string("A B"), std::string("G\r\nX"), std::string(65, 'X')}) {
        json const asked{{"method", method}, {"url", "/rest/api/3/myself"}};
        auto const refused = json::parse(call(alpha(), "request", asked, alpha_user).body);
        EXPECT_EQ(refused.at("status"), 400) << method;
        EXPECT_THAT(refused.at("body").get<std::string>(), HasSubstr("an HTTP method")) << method;
    }
    json const odd{{"method", std::string(64, 'x')}, {"url", "/rest/api/3/myself"}};
    EXPECT_EQ(json::parse(call(alpha(), "request", odd, alpha_user).body).at("status"), 501);
}

TEST_F(Rest, a_disabled_app_reaches_nothing)
{
    install_app({"READ"});
    EXPECT_EQ(call(alpha(), "disable", json::object()).status, 200);
    expect({{By::app, "GET", "/rest/api/3/myself", {}, 401, "", {}},
            {By::user, "GET", "/rest/api/3/myself", {}, 401, "", {}}});
}

} // namespace
} // namespace postern::simulator
