#include "net/transfer_failure.hpp"

#include <gmock/gmock.h>

#include <cerrno>

namespace postern::net {
namespace {

using Kind = http::TransportFailureKind;

http::Url const app = *http::parse_url("https://app.example/page?jwt=secret");

TEST(TransferFailure, has_a_sentence_without_secrets_for_every_code)
{
    for (auto code = 1; code < CURL_LAST; ++code) {
        auto const failure = explain({.code = static_cast<CURLcode>(code)}, app);
        EXPECT_FALSE(failure.message.empty()) << code;
        EXPECT_THAT(failure.message, testing::Not(testing::HasSubstr("secret"))) << code;
    }
}

TEST(TransferFailure, tells_an_unknown_name)
{
    auto const failure = explain({.code = CURLE_COULDNT_RESOLVE_HOST}, app);
    EXPECT_EQ(failure,
              (http::TransportFailure{Kind::name_not_resolved, "the name app.example cannot be resolved"}));
}

TEST(TransferFailure, tells_the_target_from_the_proxy)
{
    auto const to = [](char const* detail) {
        return explain({.code = CURLE_COULDNT_CONNECT, .os_error = ECONNREFUSED, .detail = detail}, app);
    };
    EXPECT_EQ(to("Failed to connect to app.example port 443 after 1 ms: Couldn't connect to server"),
              (http::TransportFailure{Kind::connection_refused,
                                      "cannot connect to app.example:443: Connection refused"}));
    EXPECT_EQ(to("Failed to connect to proxy.example port 3128 after 1 ms: Couldn't connect to server").kind,
              Kind::proxy_failed);
    EXPECT_EQ(to("").kind, Kind::connection_refused);
}

TEST(TransferFailure, shows_no_control_characters_of_a_certificate)
{
    auto const failure =
        explain({.code = CURLE_PEER_FAILED_VERIFICATION, .detail = "bad \x1b[31mname\n"}, app);
    EXPECT_EQ(failure.message, "no TLS connection to app.example:443: bad ?[31mname?");
}

} // namespace
} // namespace postern::net
