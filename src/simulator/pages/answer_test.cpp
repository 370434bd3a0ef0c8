#include "simulator/pages/answer.hpp"
#include "support/loopback.hpp"
#include "support/refusing_port.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr TimePoint now{std::chrono::milliseconds(1'764'000'000'000)};

// What a person reads of a frame that says nothing.
class AnswerTest : public net::Loopback {
protected:
    nlohmann::json explained(http::Response response)
    {
        net::Answering app([response = std::move(response)](auto const&) { return response; });
        auto const server = listen(app);
        net::Client client(io_.get_executor(), {});
        return run(
            explain_answer(net::through(client), "http://localhost:2990", url_of(*server, "/panel"), now));
    }

    static http::Response page(std::string_view script)
    {
        return http::make_response(200, "text/html", fmt::format("<script src=\"{}\"></script>", script));
    }
};

TEST_F(AnswerTest, says_what_to_do_where_the_bridge_is_taken_from_the_internet)
{
    auto const answer = explained(page("https://connect-cdn.atl-paas.net/all.js"));
    EXPECT_THAT(answer.at("why"), Contains(HasSubstr("takes the bridge from connect-cdn.atl-paas.net")));
    EXPECT_THAT(answer.at("fix"), Contains(HasSubstr("Start the simulator with --open")));
    EXPECT_THAT(answer.at("fix"), Contains(HasSubstr("http://localhost:2990/atlassian-connect/all.js")));
}

TEST_F(AnswerTest, does_not_blame_the_internet_for_a_bridge_that_comes_from_here)
{
    auto const answer = explained(page("http://localhost:2990/atlassian-connect/all.js"));
    EXPECT_THAT(answer.at("why"), Contains(HasSubstr("names the bridge's script and yet said nothing")));
    EXPECT_THAT(answer.at("fix"), Not(Contains(HasSubstr("--open"))));
}

TEST_F(AnswerTest, names_the_headers_that_forbid_the_frame)
{
    auto response = page("http://localhost:2990/atlassian-connect/all.js");
    response.headers.set("X-Frame-Options", "DENY");
    EXPECT_THAT(explained(response).at("why"), Contains(HasSubstr("X-Frame-Options: DENY")));
    response.headers.set("Content-Security-Policy", "frame-ancestors 'none'");
    auto const answer = explained(std::move(response));
    EXPECT_THAT(answer.at("why"), Contains(HasSubstr("does not name http://localhost:2990")));
    EXPECT_THAT(answer.at("why"), Not(Contains(HasSubstr("X-Frame-Options")))) << "it is overridden";
    EXPECT_THAT(answer.at("fix"), Contains(HasSubstr("add http://localhost:2990 to frame-ancestors")));
}

TEST_F(AnswerTest, blames_no_policy_that_lets_the_frame_be)
{
    for (auto const* policy : {"frame-ancestors http://localhost:2990 https://*.example", "frame-ancestors *",
                               "default-src 'self'"}) {
        auto response = page("http://localhost:2990/atlassian-connect/all.js");
        response.headers.set("Content-Security-Policy", policy);
        EXPECT_THAT(explained(std::move(response)).at("why"), testing::SizeIs(1)) << policy;
    }
}

TEST_F(AnswerTest, says_that_nobody_answered)
{
    support::RefusingPort const nowhere;
    net::Client client(io_.get_executor(), {.connection_retries_max = 0});
    auto const answer =
        run(explain_answer(net::through(client), "http://localhost:2990", nowhere.url(), now));
    EXPECT_TRUE(answer.at("status").is_null());
    EXPECT_THAT(answer.at("why"), Contains(HasSubstr("did not answer")));
}

} // namespace
} // namespace postern::simulator
