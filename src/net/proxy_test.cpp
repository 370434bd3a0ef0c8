#include "support/loopback.hpp"

#include <gmock/gmock.h>

namespace postern::net {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A proxy is a server that is asked for absolute URLs; this one answers them itself.
class Proxy : public Loopback {
protected:
    ~Proxy() override
    {
        ::unsetenv("http_proxy");
        ::unsetenv("no_proxy");
    }

    Answering service_{[](auto const&) { return http::make_response(200, "", "by proxy"); }};
    std::unique_ptr<Server> server_ = listen(service_);
};

constexpr auto target = "http://app.example.invalid/a%2fb?x=%7e&y=z";

TEST_F(Proxy, is_asked_for_the_url_as_it_is)
{
    Client client(io_.get_executor(), {.proxy = url_of(*server_, "")});
    EXPECT_EQ(response_in(get(client, target)).body, "by proxy");
    EXPECT_EQ(service_.requests.at(0).url, target);
}

TEST_F(Proxy, comes_from_the_environment_unless_the_host_is_excepted_there)
{
    ::setenv("http_proxy", url_of(*server_, "").c_str(), 1);
    ::setenv("no_proxy", "127.0.0.1", 1);
    Client client(io_.get_executor(), {});
    EXPECT_EQ(response_in(get(client, target)).body, "by proxy");
    Answering direct;
    auto const direct_server = listen(direct);
    EXPECT_EQ(response_in(get(client, url_of(*direct_server))).body, "hello");
}

TEST_F(Proxy, that_is_named_is_used_for_every_host)
{
    ::setenv("no_proxy", "*", 1);
    Client client(io_.get_executor(), {.proxy = url_of(*server_, "")});
    EXPECT_EQ(response_in(get(client, target)).body, "by proxy");
}

TEST_F(Proxy, that_cannot_be_reached_is_told_from_the_target)
{
    auto const proxy = url_of(*server_, "");
    server_.reset();
    Client client(io_.get_executor(), {.proxy = "http://user:secret@" + proxy.substr(7)});
    auto const sent = get(client, target);
    EXPECT_EQ(failure_in(sent), "proxy_failed");
    EXPECT_THAT(message_in(sent), AllOf(HasSubstr("cannot connect to the proxy"), Not(HasSubstr("secret")),
                                        Not(HasSubstr("%7e"))));
}

TEST_F(Proxy, that_refuses_a_tunnel_is_told_from_the_target)
{
    RawServer refusing(io_, {{"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"}});
    Client client(io_.get_executor(), {.proxy = refusing.url("")});
    auto const sent = get(client, "https://app.example.invalid/");
    EXPECT_EQ(failure_in(sent), "proxy_failed");
    EXPECT_THAT(message_in(sent), HasSubstr("the proxy answered 403"));
    EXPECT_THAT(refusing.received,
                testing::ElementsAre(testing::StartsWith("CONNECT app.example.invalid:443 HTTP/1.1\r\n")));
}

TEST_F(Proxy, that_wants_a_password_is_told_from_a_target_that_refuses)
{
    RawServer refusing(io_, {{"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"}});
    Client client(io_.get_executor(), {.proxy = refusing.url("")});
    auto const sent = get(client, target);
    EXPECT_EQ(failure_in(sent), "proxy_failed");
    EXPECT_THAT(message_in(sent), HasSubstr("wants a name and a password"));
}

} // namespace
} // namespace postern::net
