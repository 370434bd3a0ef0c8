#include "net/client.hpp"
#include "support/command_line.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>
#include <unistd.h>

namespace postern::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Standard output of a command that still runs: one thread writes, another waits for a whole line.
class SharedOutput final : public std::streambuf {
public:
    std::string first_line()
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(60), [&] { return text_.contains('\n'); });
        return text_.substr(0, text_.find('\n'));
    }

    std::string text()
    {
        std::lock_guard const lock(mutex_);
        return text_;
    }

protected:
    std::streamsize xsputn(char const* data, std::streamsize size) override
    {
        std::lock_guard const lock(mutex_);
        text_.append(data, static_cast<std::size_t>(size));
        changed_.notify_all();
        return size;
    }

    int_type overflow(int_type c) override
    {
        auto const byte = traits_type::to_char_type(c);
        xsputn(&byte, 1);
        return c;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string text_;
};

// `postern sample …` on a thread of its own, until SIGTERM.
class RunningSample {
public:
    explicit RunningSample(std::vector<std::string> arguments)
        : thread_([this, arguments = std::move(arguments)] {
              std::istringstream in;
              std::ostream out(&out_);
              std::ostream err(&err_);
              SystemClock const clock;
              SystemRandom random;
              Environment environment{.in = in,
                                      .out = out,
                                      .err = err,
                                      .clock = clock,
                                      .random = random,
                                      .variable = [](std::string const&) { return std::nullopt; }};
              status_ = run(arguments, environment);
          })
    {
    }
    ~RunningSample()
    {
        if (thread_.joinable())
            (void)stop();
    }

    std::string first_line() { return out_.first_line(); }
    std::string out() { return out_.text(); }
    std::string err() { return err_.text(); }

    int stop()
    {
        ::kill(::getpid(), SIGTERM);
        thread_.join();
        return status_;
    }

private:
    SharedOutput out_;
    SharedOutput err_;
    int status_ = -1;
    std::thread thread_;
};

http::Outcome get(std::string const& url, net::ClientOptions options = {})
{
    boost::asio::io_context io;
    net::Client client(io.get_executor(), std::move(options));
    std::optional<net::Client::Sent> sent;
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    boost::asio::co_spawn(io, client.send({.url = url}, deadline),
                          [&](std::exception_ptr, net::Client::Sent result) {
                              sent.emplace(std::move(result));
                              client.stop();
                          });
    while (!sent && io.run_one() > 0)
        ;
    return sent->outcome;
}

std::string url_in(std::string const& line) { return line.substr(line.find("http")); }

TEST(SampleCommand, says_where_the_descriptor_is_and_ends_with_zero_when_told_to)
{
    RunningSample sample({"sample", "--port", "0"});
    auto const line = sample.first_line();
    EXPECT_THAT(line,
                testing::MatchesRegex("Sample app: http://127\\.0\\.0\\.1:[0-9]+/atlassian-connect\\.json"));
    auto const outcome = get(url_in(line));
    auto const* const response = std::get_if<http::Response>(&outcome);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_THAT(response->body, HasSubstr("\"jiraIssueContents\""));
    auto panel = url_in(line);
    panel.replace(panel.find("/atlassian"), std::string::npos, "/foo.html?jwt=secret.token.here");
    auto const refused = get(panel);
    ASSERT_TRUE(std::get_if<http::Response>(&refused));
    EXPECT_EQ(std::get<http::Response>(refused).status, 401);
    EXPECT_EQ(sample.stop(), exit_ok);
    EXPECT_EQ(sample.out(), line + "\n");
    EXPECT_THAT(sample.err(), AllOf(HasSubstr("401 /foo.html"), Not(HasSubstr("secret"))));
}

TEST(SampleCommand, speaks_https_with_a_certificate_of_its_own)
{
    RunningSample sample({"sample", "--port", "0", "--tls"});
    auto const url = url_in(sample.first_line());
    EXPECT_THAT(url, testing::StartsWith("https://127.0.0.1:"));
    auto const trusting = get(url, {.certificate_check = net::CertificateCheck::skipped});
    ASSERT_TRUE(std::get_if<http::Response>(&trusting));
    auto const& headers = std::get<http::Response>(trusting).headers;
    EXPECT_THAT(std::string(headers.get("Strict-Transport-Security").value_or("")),
                HasSubstr("max-age=31536000"));
    auto const careful = get(url);
    ASSERT_TRUE(std::get_if<http::TransportFailure>(&careful));
    EXPECT_EQ(std::get<http::TransportFailure>(careful).kind, http::TransportFailureKind::tls_failed);
    EXPECT_EQ(sample.stop(), exit_ok);
}

TEST(SampleCommand, states_the_base_url_it_was_given)
{
    RunningSample sample({"sample", "--port", "0", "--base-url", "https://tunnel.example/app/"});
    EXPECT_EQ(sample.first_line(), "Sample app: https://tunnel.example/app/atlassian-connect.json");
    EXPECT_EQ(sample.stop(), exit_ok);
}

// The policy of the answer to a panel that is asked for without a token.
std::string panel_policy(std::vector<std::string> options)
{
    options.insert(options.begin(), {"sample", "--port", "0"});
    RunningSample sample(std::move(options));
    auto panel = url_in(sample.first_line());
    panel.replace(panel.find("/atlassian"), std::string::npos, "/foo.html");
    auto const outcome = get(panel);
    EXPECT_EQ(sample.stop(), exit_ok);
    auto const* const response = std::get_if<http::Response>(&outcome);
    return response ? std::string(response->headers.get("Content-Security-Policy").value_or("")) : "";
}

TEST(SampleCommand, lets_the_simulator_frame_it_unless_told_otherwise)
{
    EXPECT_THAT(panel_policy({"--simulator"}),
                HasSubstr("https://*.jira.com https://localhost:* http://localhost:*"));
    EXPECT_THAT(panel_policy({"--simulator", "--host-rule", "site.example"}),
                HasSubstr("frame-ancestors https://site.example"));
    EXPECT_THAT(panel_policy({}), Not(HasSubstr("localhost")));
}

TEST(SampleCommand, shows_the_panel_that_was_asked_for)
{
    RunningSample sample({"sample", "--port", "0", "--panel", "cacheable"});
    auto panel = url_in(sample.first_line());
    panel.replace(panel.find("/atlassian"), std::string::npos, "/foo.html");
    auto const outcome = get(panel);
    ASSERT_TRUE(std::get_if<http::Response>(&outcome));
    EXPECT_EQ(std::get<http::Response>(outcome).status, 200);
    EXPECT_EQ(sample.stop(), exit_ok);
}

TEST(SampleCommand, lists_the_weaknesses_one_a_line)
{
    auto const result = support::CommandLine().run({"sample", "--weakness", "help"});
    EXPECT_EQ(result.status, exit_ok);
    EXPECT_THAT(result.out, AllOf(HasSubstr("\nalg-none "), HasSubstr("\nwrong-content-type ")));
}

TEST(SampleCommand, refuses_what_it_cannot_run_with_and_says_what_to_do)
{
    auto const message = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "sample");
        auto const result = support::CommandLine().run(std::move(arguments));
        EXPECT_EQ(result.status, exit_usage);
        EXPECT_EQ(result.out, "");
        return result.err;
    };
    EXPECT_THAT(message({"--weakness", "open-html", "--weakness", "alg-nune"}),
                HasSubstr("did you mean alg-none?"));
    EXPECT_THAT(message({"--key-server", "http://keys.example"}), HasSubstr("use https"));
    EXPECT_THAT(message({"--key-server", "keys"}), HasSubstr("--key-server: the URL is relative"));
    EXPECT_THAT(message({"--base-url", "https://x.example/?a=b"}), HasSubstr("has no query"));
    EXPECT_THAT(message({"--host-rule", "https://x.example"}), HasSubstr("is not a host rule"));
    EXPECT_THAT(message({"--port", "70000"}), HasSubstr("--port"));
    EXPECT_THAT(message({"--panel", "dead"}),
                HasSubstr("there is no 'dead'; use cacheable or dead-end or recovering"));
}

} // namespace
} // namespace postern::cli
