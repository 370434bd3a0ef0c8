#include "http/redirect.hpp"
#include "probes/conversation.hpp"
#include "support/running_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

namespace postern::probes {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::string_view token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwb3N0ZXJuIn0.c2lnbmF0dXJl";

http::Response redirect(std::string_view location)
{
    auto response = http::make_response(302, "", "");
    response.headers.set("Location", location);
    return response;
}

class ConversationTest : public testing::Test {
protected:
    std::vector<Heard> hear(std::vector<Step> steps, Redactor const& redactor = {})
    {
        asio::io_context io(1);
        net::Client client(io.get_executor(), {.user_agent = "postern/test"});
        if (stop_first_)
            client.stop();
        Conversation conversation({.client = client,
                                   .redactor = redactor,
                                   .deadline = std::chrono::steady_clock::now() + 30s,
                                   .at_once = 4,
                                   .on_answer = [this](std::string const&) { ++answers_; }});
        std::vector<Heard> heard;
        asio::co_spawn(io, conversation.hear_all(std::move(steps)),
                       [&](std::exception_ptr failure, std::vector<Heard> result) {
                           EXPECT_FALSE(failure);
                           heard = std::move(result);
                       });
        io.run();
        return heard;
    }

    static Step step(std::string url, std::string sent_token = "")
    {
        return {.endpoint = "pages/a",
                .what = "a test",
                .request = {.url = std::move(url), .headers = {{"Accept", "text/html"}}},
                .token = std::move(sent_token)};
    }

    int answers_ = 0;
    bool stop_first_ = false;
};

TEST_F(ConversationTest, results_stand_in_the_order_of_the_steps)
{
    support::FunctionService service([](http::Request const& request) {
        return http::make_response(200, "text/plain", request.url.substr(request.url.rfind('/')));
    });
    support::RunningServer const server(service);
    std::vector<Step> steps;
    for (auto i = 0; i < 40; ++i)
        steps.push_back(step(server.url(fmt::format("/{}", i))));
    auto const heard = hear(steps);
    ASSERT_EQ(heard.size(), steps.size());
    for (auto i = 0U; i < heard.size(); ++i)
        EXPECT_EQ(heard[i].hops.at(0).response()->body, fmt::format("/{}", i));
    EXPECT_EQ(answers_, 40);
}

TEST_F(ConversationTest, every_hop_of_a_redirect_is_kept)
{
    support::FunctionService service([](http::Request const& request) {
        return request.url.ends_with("/start") ? redirect("/end")
                                               : http::make_response(200, "text/plain", "end");
    });
    support::RunningServer const server(service);
    auto const heard = hear({step(server.url("/start"))});
    ASSERT_EQ(heard.at(0).hops.size(), 2U);
    EXPECT_EQ(heard[0].hops[0].response()->status, 302);
    EXPECT_EQ(heard[0].hops[1].response()->body, "end");
    EXPECT_EQ(heard[0].stopped, "");
}

TEST_F(ConversationTest, a_circle_of_redirects_ends)
{
    support::FunctionService service([](http::Request const&) { return redirect("/again"); });
    support::RunningServer const server(service);
    auto const heard = hear({step(server.url("/"))});
    EXPECT_EQ(heard.at(0).hops.size(), static_cast<std::size_t>(http::redirect_hops_max) + 1);
    EXPECT_THAT(heard[0].stopped, testing::HasSubstr("redirects in a row"));
}

TEST_F(ConversationTest, a_redirect_is_left_alone_where_the_step_says_so)
{
    support::FunctionService service([](http::Request const&) { return redirect("/elsewhere"); });
    support::RunningServer const server(service);
    auto not_following = step(server.url("/"));
    not_following.redirects = Redirects::not_followed;
    auto const heard = hear({not_following});
    EXPECT_EQ(heard.at(0).hops.size(), 1U);
    EXPECT_EQ(heard[0].stopped, "");
}

TEST_F(ConversationTest, no_token_reaches_another_site)
{
    std::mutex mutex;
    std::vector<std::string> seen_elsewhere; // written on the other server's thread
    support::FunctionService elsewhere([&](http::Request const& request) {
        std::scoped_lock const lock(mutex);
        seen_elsewhere.push_back(request.url);
        for (auto const& field : request.headers)
            seen_elsewhere.push_back(field.value);
        return http::make_response(200, "text/html", "<form><input type=password></form>");
    });
    support::RunningServer const other(elsewhere);
    support::FunctionService service([&](http::Request const& request) {
        return redirect(request.url.contains("copied") ? other.url("/?jwt=" + std::string(token))
                                                       : other.url("/"));
    });
    support::RunningServer const server(service);

    auto in_header = step(server.url("/"), std::string(token));
    in_header.request.headers.set("Authorization", "JWT " + std::string(token));
    auto const heard = hear({in_header, step(server.url("/copied"), std::string(token))});
    EXPECT_EQ(heard.at(0).hops.size(), 2U);
    EXPECT_EQ(heard.at(1).hops.size(), 1U);
    EXPECT_THAT(heard[1].stopped, testing::HasSubstr("would carry the token to another site"));
    EXPECT_THAT(seen_elsewhere, testing::Not(testing::Contains(testing::HasSubstr(std::string(token)))));
    EXPECT_FALSE(seen_elsewhere.empty());
}

TEST_F(ConversationTest, a_registered_secret_is_in_no_exchange)
{
    auto const redactor = Redactor::make({{"user token", std::string(token)}}).value();
    support::FunctionService service([](http::Request const& request) {
        return http::make_response(200, "text/html", "you asked for " + request.url);
    });
    support::RunningServer const server(service);
    auto const heard = hear({step(server.url("/?jwt=" + std::string(token)), std::string(token))}, redactor);
    auto const& exchange = heard.at(0).hops.at(0);
    EXPECT_FALSE(exchange.request.url.contains(token)) << exchange.request.url;
    EXPECT_THAT(exchange.response()->body, testing::HasSubstr("[redacted user token]"));
}

TEST_F(ConversationTest, after_a_stop_every_step_is_heard_as_cancelled)
{
    stop_first_ = true;
    auto const heard = hear({step("http://127.0.0.1:9/"), step("http://127.0.0.1:9/")});
    ASSERT_EQ(heard.size(), 2U);
    for (auto const& each : heard)
        EXPECT_EQ(std::get<http::TransportFailure>(each.hops.at(0).outcome).kind,
                  http::TransportFailureKind::cancelled);
}

} // namespace
} // namespace postern::probes
