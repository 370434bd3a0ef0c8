#include "support/command_line.hpp"
#include "support/connect_app.hpp"
#include "support/refusing_port.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <unistd.h>

namespace postern::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

http::Response refusal() { return http::make_response(401, "text/plain", "no valid token"); }

class ScanCommand : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string file(std::string const& name, std::string const& text)
    {
        auto const path = folder_ / name;
        std::ofstream(path) << text;
        return path;
    }

    static std::string verdict(json const& report, std::string_view check)
    {
        for (auto const& each : report.at("checks"))
            if (each.at("id") == check)
                return each.at("verdict");
        return "there is no such check";
    }

    std::filesystem::path const folder_ =
        std::filesystem::temp_directory_path() / fmt::format("postern-scan-test-{}", ::getpid());
    support::CommandLine postern_;
};

TEST_F(ScanCommand, an_app_that_refuses_everything_passes)
{
    support::FunctionService app([](http::Request const&) { return refusal(); });
    support::RunningServer const server(app);
    auto const path = file("descriptor.json", support::connect_descriptor_at(server.url()));
    auto const scan = postern_.run({"scan", path, "--format", "json"});
    ASSERT_EQ(scan.status, exit_ok) << scan.err;
    auto const report = json::parse(scan.out);
    EXPECT_TRUE(report.at("complete"));
    EXPECT_EQ(verdict(report, "anonymous-access"), "pass");
    EXPECT_EQ(verdict(report, "forged-token"), "pass");
    EXPECT_EQ(verdict(report, "lifecycle-signature"), "pass");
    EXPECT_EQ(verdict(report, "admin-authorization"), "manual");
}

TEST_F(ScanCommand, an_app_that_shows_a_tenants_data_to_anybody_fails_with_the_exchange_that_proves_it)
{
    support::FunctionService app([](http::Request const& request) {
        if (request.method != "GET")
            return refusal();
        auto const query = request.url.substr(request.url.find('?') + 1);
        return http::make_response(200, "text/html",
                                   "<h1>Notes on " + query + "</h1>" + std::string(200, '.'));
    });
    support::RunningServer const server(app);
    auto const scan = postern_.run(
        {"scan", file("descriptor.json", support::connect_descriptor_at(server.url())), "--format", "json"});
    EXPECT_EQ(scan.status, exit_failed) << scan.err;
    auto const report = json::parse(scan.out);
    ASSERT_EQ(verdict(report, "anonymous-access"), "fail");
    auto const& finding = report.at("checks").at(0).at("findings").at(0);
    EXPECT_EQ(finding.at("endpoint"), "webPanels/note");
    auto const id = finding.at("exchanges").at(0).get<std::string>();
    auto const named = std::ranges::count_if(report.at("exchanges"),
                                             [&](json const& exchange) { return exchange.at("id") == id; });
    EXPECT_EQ(named, 1);
}

TEST_F(ScanCommand, an_install_that_asks_only_for_the_products_domain_fails)
{
    support::FunctionService app([](http::Request const& request) {
        if (!request.url.contains("/installed"))
            return refusal();
        auto const site = json::parse(request.body).at("baseUrl").get<std::string>();
        return site.ends_with(".atlassian.net") ? http::make_response(204, "", "") : refusal();
    });
    support::RunningServer const server(app);
    auto const scan = postern_.run(
        {"scan", file("descriptor.json", support::connect_descriptor_at(server.url())), "--format", "json"});
    EXPECT_EQ(scan.status, exit_failed) << scan.err;
    EXPECT_EQ(verdict(json::parse(scan.out), "lifecycle-signature"), "fail");
}

TEST_F(ScanCommand, the_same_scan_and_its_evidence_judged_again_give_the_same_report)
{
    support::FunctionService app([](http::Request const&) { return refusal(); });
    support::RunningServer const server(app);
    auto const evidence = (folder_ / "evidence.json").string();
    auto const scan =
        postern_.run({"scan", file("descriptor.json", support::connect_descriptor_at(server.url())),
                      "--format", "json", "--save-evidence", evidence});
    ASSERT_EQ(scan.status, exit_ok) << scan.err;
    auto const judged = postern_.run({"evaluate", evidence, "--format", "json"});
    EXPECT_EQ(judged.status, exit_ok) << judged.err;
    EXPECT_EQ(judged.out, scan.out);
}

TEST_F(ScanCommand, where_nothing_listens_every_verdict_is_inconclusive_and_the_exit_status_3)
{
    support::RefusingPort const nowhere;
    auto const base_url = nowhere.url();
    auto const path = file("descriptor.json", support::connect_descriptor_at(base_url));
    for (auto const& descriptor : {path, base_url + "/atlassian-connect.json"}) {
        auto const scan = postern_.run({"scan", descriptor, "--format", "json"});
        EXPECT_EQ(scan.status, exit_incomplete) << descriptor;
        auto const report = json::parse(scan.out);
        EXPECT_FALSE(report.at("complete"));
        for (auto const& check : report.at("checks")) {
            // A descriptor from a file was read, whatever became of the app, and says that it is a local one.
            if (descriptor == path && (check.at("id").get<std::string>().starts_with("descriptor-") ||
                                       check.at("verdict") == "not_applicable"))
                continue;
            if (check.at("id") == "branding") {
                EXPECT_EQ(check.at("verdict"), "manual") << "it runs on request only";
                continue;
            }
            // The app's address is http, whatever answers there: it has no TLS to look at.
            static std::set<std::string> const about_tls{"tls-versions", "tls-ciphers", "tls-certificate",
                                                         "https-redirect", "hsts"};
            if (descriptor == path && about_tls.contains(check.at("id").get<std::string>())) {
                EXPECT_EQ(check.at("verdict"), "not_applicable") << descriptor << ' ' << check.at("id");
                continue;
            }
            EXPECT_EQ(check.at("verdict"), "inconclusive") << descriptor << ' ' << check.at("id");
        }
    }
}

TEST_F(ScanCommand, a_plan_sends_nothing)
{
    std::atomic<int> requests = 0;
    support::FunctionService app([&](http::Request const&) {
        ++requests;
        return refusal();
    });
    support::RunningServer const server(app);
    auto const path = file("descriptor.json", support::connect_descriptor_at(server.url()));
    auto const table = postern_.run({"scan", path, "--plan"});
    EXPECT_EQ(table.status, exit_ok) << table.err;
    EXPECT_THAT(table.out, HasSubstr("webPanels/note (page): 29 requests"));
    EXPECT_THAT(table.out, HasSubstr("none was sent"));
    EXPECT_THAT(table.out, HasSubstr("the scripts that pages load"));
    auto const machine = postern_.run({"scan", path, "--plan", "--format", "json"});
    auto const plan = json::parse(machine.out);
    auto shown = table.out; // an address is broken into lines, not shortened
    std::erase_if(shown, [](char c) { return c == ' ' || c == '\n'; });
    for (auto const& request : plan.at("requests"))
        if (request.at("what") == "no token, context a")
            EXPECT_THAT(shown, HasSubstr(request.at("url").get<std::string>()));
    EXPECT_EQ(plan.at("endpoints").size(), 5U);
    auto const beside = std::ranges::count_if(
        plan.at("requests"), [](json const& request) { return request.at("endpoint") == ""; });
    EXPECT_GT(beside, 0);
    EXPECT_EQ(plan.at("requests").size(), 2 * 29U + 25U + 2 * 13U + static_cast<std::size_t>(beside));
    EXPECT_THAT(table.out, HasSubstr("Beside the endpoints:"));
    EXPECT_THAT(shown, HasSubstr("/.git/HEAD"));
    EXPECT_THAT(postern_.run({"scan", path, "--plan", "--no-paths"}).out, Not(HasSubstr("/.git/HEAD")));
    EXPECT_EQ(requests, 0);
}

TEST_F(ScanCommand, the_users_token_is_in_no_output)
{
    support::FunctionService app([](http::Request const& request) {
        return http::make_response(401, "text/plain", "refused: " + request.url);
    });
    support::RunningServer const server(app);
    std::string const token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ0ZW5hbnQifQ.dGhlIHVzZXIncyBzaWduYXR1cmU";
    auto const token_file = file("user.jwt", "JWT " + token + "\n");
    auto const path = file("descriptor.json", support::connect_descriptor_at(server.url()));
    auto const evidence = (folder_ / "evidence.json").string();
    auto const scan = postern_.run(
        {"scan", path, "--user-jwt-file", token_file, "--format", "json", "--save-evidence", evidence});
    EXPECT_THAT(scan.out, Not(HasSubstr(token)));
    EXPECT_THAT(scan.out, HasSubstr("[redacted user token]"));
    std::ifstream saved(evidence);
    EXPECT_THAT(std::string(std::istreambuf_iterator(saved), {}), Not(HasSubstr(token)));
    for (auto const* format : {"json", "terminal"}) {
        auto const plan =
            postern_.run({"scan", path, "--plan", "--user-jwt-file", token_file, "--format", format});
        EXPECT_EQ(plan.status, exit_ok) << plan.err;
        EXPECT_THAT(plan.out, Not(HasSubstr(token))) << format;
    }
}

TEST_F(ScanCommand, a_call_that_cannot_work_names_the_place_and_sends_nothing)
{
    auto const path = file("descriptor.json", support::connect_descriptor_at("https://app.example"));
    struct Row {
        std::vector<std::string> arguments;
        std::string message;
    };
    Row const rows[] = {
        {{"scan", path, "--user-jwt-file", "missing.jwt"},
         "--user-jwt-file missing.jwt: there is no such file"},
        {{"scan", path, "--user-jwt-file", path}, "this is no token"},
        {{"scan", path, "--user-jwt-file", "eyJhbGciOiJIUzI1NiJ9.eyJzZWNyZXQiOjF9.c2VjcmV0"},
         "this is the token itself"},
        {{"scan", "localhost:3000/atlassian-connect.json"}, "http://localhost:3000/atlassian-connect.json"},
        {{"scan", path, "--ca-file", path}, "there is no certificate in PEM form in it"},
        {{"scan", path, "--base-url", "app.example"}, "--base-url app.example: the URL is relative"},
        {{"scan", path, "--proxy", "http://user:secret@proxy.example:3128"},
         "does not belong on a command line"},
        {{"scan", path, "--concurrency", "0"}, "--concurrency"},
        {{"scan", path, "--deadline", "-1"}, "--deadline"},
        {{"scan", path, "--out", "no-such-folder/report.json"}, "there is no folder no-such-folder"},
        {{"scan", path, "--save-evidence", "no-such-folder/e.json"}, "there is no folder no-such-folder"},
        {{"scan", "missing.json"}, "there is no file missing.json"},
        {{"scan", "http://"}, "http://"},
        {{"scan"}, "descriptor"},
    };
    for (auto const& row : rows) {
        auto const scan = postern_.run(row.arguments);
        EXPECT_EQ(scan.status, exit_usage) << row.message;
        EXPECT_THAT(scan.err, HasSubstr(row.message));
        EXPECT_THAT(scan.err, Not(HasSubstr("secret")));
        EXPECT_THAT(scan.err, Not(HasSubstr("eyJ")));
    }
}

TEST_F(ScanCommand, a_descriptor_that_cannot_be_used_says_where_and_why)
{
    struct Row {
        std::string text;
        std::string message;
    };
    Row const rows[] = {
        {"{\"key\": \"a\",\n  oops}", "descriptor.json:2:"},
        {"<!doctype html><title>Sign in</title>", "HTML"},
        {R"({"key": "a", "baseUrl": "/relative"})", ", or the app's address with --base-url"},
        {"", "empty"},
    };
    for (auto const& row : rows) {
        auto const scan = postern_.run({"scan", file("descriptor.json", row.text)});
        EXPECT_EQ(scan.status, exit_usage) << row.text;
        EXPECT_THAT(scan.err, HasSubstr(row.message));
    }
}

TEST_F(ScanCommand, a_descriptor_that_does_not_come_is_told_with_the_options_that_help)
{
    support::FunctionService app([](http::Request const&) { return refusal(); });
    support::RunningServer const open(app);
    support::RunningServer const encrypted(app, {.tls = net::make_self_signed("127.0.0.1", 1)});
    for (auto const& [url, message] :
         {std::pair(open.url("/a.json"), "check the address, or give a local copy and --base-url"),
          std::pair(encrypted.url("/a.json"), "; trust its certificate with --ca-file FILE")}) {
        auto const scan = postern_.run({"scan", url});
        EXPECT_EQ(scan.status, exit_incomplete) << url;
        EXPECT_THAT(scan.err, HasSubstr(message));
    }
}

} // namespace
} // namespace postern::cli
