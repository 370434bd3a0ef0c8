#include "support/command_line.hpp"
#include "support/connect_app.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <sstream>

namespace postern::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class Log : public testing::Test {
protected:
    support::CommandResult scan(std::vector<std::string> const& more)
    {
        std::vector<std::string> arguments{"scan", "-", "--base-url", server_.url()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return postern_.run(arguments, std::string(support::connect_descriptor));
    }

    // The lines of JSON, by their event.
    static std::map<std::string, std::vector<json>> events(std::string const& err)
    {
        std::map<std::string, std::vector<json>> found;
        std::istringstream lines(err);
        for (std::string line; std::getline(lines, line);) {
            auto const event = json::parse(line);
            found[event.at("event")].push_back(event);
        }
        return found;
    }

    support::CommandLine postern_;

private:
    support::FunctionService app_{
        [](http::Request const&) { return http::make_response(401, "text/plain", "no valid token"); }};
    support::RunningServer const server_{app_};
};

TEST_F(Log, of_a_verbose_scan_has_each_request_without_its_query)
{
    auto const result = scan({"--verbose", "--format", "json"});
    EXPECT_EQ(result.status, exit_ok);
    EXPECT_THAT(result.err, HasSubstr("postern: scanning -: "));
    EXPECT_THAT(result.err, HasSubstr("postern: GET http://127.0.0.1:"));
    EXPECT_THAT(result.err, HasSubstr(": 401, "));
    EXPECT_THAT(result.err, Not(HasSubstr("jwt=")));
    EXPECT_THAT(result.err, Not(HasSubstr("?")));
    auto const requests = json::parse(result.out).at("exchanges").size();
    std::size_t lines = 0;
    for (auto at = result.err.find(": 401, "); at != std::string::npos;
         at = result.err.find(": 401, ", at + 1))
        ++lines;
    EXPECT_EQ(lines, requests);
}

TEST_F(Log, as_json_is_one_object_a_line)
{
    auto const found = events(scan({"--log-format", "json", "--format", "json"}).err);
    ASSERT_EQ(found.size(), 2u);
    auto const& started = found.at("scan-started").front();
    EXPECT_EQ(started.at("time"), "2025-11-24T16:00:00.000Z");
    EXPECT_EQ(started.at("level"), "info");
    EXPECT_GT(started.at("requests_planned"), 0);
    EXPECT_EQ(found.at("scan-finished").front().at("exit_status"), exit_ok);

    auto const all = events(scan({"--log-format", "json", "--format", "json", "-v"}).err);
    EXPECT_EQ(all.at("request").front().at("status"), 401);
    EXPECT_EQ(all.at("request").front().at("level"), "debug");
    EXPECT_EQ(scan({"--log-format", "json", "--format", "json", "-q"}).err, "");
}

TEST_F(Log, as_json_has_mistakes_of_every_kind)
{
    for (auto const& arguments : std::vector<std::vector<std::string>>{
             {"scan", "nosuch.json", "--log-format", "json"},       // of a file
             {"scan", "--log-format=json"},                         // something is missing
             {"scan", "x", "--log-format", "json", "--rate", "no"}, // an option's value
             {"scan", "x", "--log-format", "json", "--bogus"}}) {   // no such option
        auto const result = postern_.run(arguments);
        EXPECT_EQ(result.status, exit_usage);
        auto const found = events(result.err);
        EXPECT_EQ(found.at("error").front().at("level"), "error") << result.err;
        EXPECT_NE(found.at("error").front().at("message"), "") << result.err;
    }
    EXPECT_THAT(postern_.run({"scan", "x", "-q", "-v"}).err, HasSubstr("excludes"));
}

// What a target says in the words of an error cannot break out of its line.
TEST_F(Log, keeps_a_targets_text_in_its_place)
{
    auto const descriptor = std::string("{\"key\": \"a\x1b[2J\nb\", ");
    auto const text = postern_.run({"scan", "-"}, descriptor).err;
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_EQ(events(postern_.run({"scan", "-", "--log-format", "json"}, descriptor).err).size(), 1u);
}

} // namespace
} // namespace postern::cli
