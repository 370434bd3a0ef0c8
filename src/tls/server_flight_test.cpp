#include "tls/server_flight.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::tls {
namespace {

using testing::HasSubstr;

std::string bytes(std::initializer_list<int> values)
{
    std::string text;
    for (auto const value : values)
        text.push_back(static_cast<char>(value));
    return text;
}

std::string with_length(std::string const& content, int length_bytes)
{
    std::string text;
    for (auto shift = 8 * (length_bytes - 1); shift >= 0; shift -= 8)
        text.push_back(static_cast<char>(content.size() >> shift & 0xff));
    return text + content;
}

std::string record(int type, std::string const& content)
{
    return bytes({type, 3, 3}) + with_length(content, 2);
}

// A ServerHello with these extensions, or without any.
std::string hello(int version, int suite, std::optional<std::string> const& extensions = std::nullopt)
{
    auto body = bytes({version >> 8, version & 0xff}) + std::string(32, 'r') + with_length("session", 1) +
                bytes({suite >> 8, suite & 0xff, 0});
    if (extensions)
        body += with_length(*extensions, 2);
    return bytes({2}) + with_length(body, 3);
}

std::string extension(int type, std::string const& content)
{
    return bytes({type >> 8, type & 0xff}) + with_length(content, 2);
}

TEST(ServerFlight, begins_with_a_hello)
{
    EXPECT_EQ(read_server_flight(record(22, hello(0x0301, 0x002f))), ServerFlight(ServerHello{0x0301, 0x2f}));
    auto const extensions = extension(0xff01, bytes({0})) + extension(23, "");
    EXPECT_EQ(read_server_flight(record(22, hello(0x0303, 0xc02f, extensions)) + record(22, "more")),
              ServerFlight(ServerHello{0x0303, 0xc02f}));
}

TEST(ServerFlight, says_tls_1_3_in_an_extension)
{
    auto const chosen = extension(51, "key share") + extension(43, bytes({3, 4}));
    EXPECT_EQ(read_server_flight(record(22, hello(0x0303, 0x1301, chosen))),
              ServerFlight(ServerHello{0x0304, 0x1301}));
}

TEST(ServerFlight, is_incomplete_until_its_last_byte)
{
    auto const whole = record(22, hello(0x0303, 0xc02f, extension(23, "")));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_EQ(read_server_flight(std::string_view(whole).substr(0, size)), ServerFlight(MoreNeeded{}))
            << size;
}

TEST(ServerFlight, may_be_cut_into_records_anywhere)
{
    auto const message = hello(0x0303, 0xc02f, extension(23, ""));
    for (std::size_t size = 1; size < message.size(); ++size)
        EXPECT_EQ(read_server_flight(record(22, message.substr(0, size)) + record(22, message.substr(size))),
                  ServerFlight(ServerHello{0x0303, 0xc02f}))
            << size;
}

TEST(ServerFlight, ends_with_an_alert_but_not_with_a_warning)
{
    EXPECT_EQ(read_server_flight(record(21, bytes({2, 40}))), ServerFlight(Alert{2, 40}));
    EXPECT_EQ(read_server_flight(record(21, bytes({1, 0}))), ServerFlight(Alert{1, 0})) << "close notify";
    auto const warned = record(21, bytes({1, 112}));
    EXPECT_EQ(read_server_flight(warned), ServerFlight(MoreNeeded{}));
    EXPECT_EQ(read_server_flight(warned + record(22, hello(0x0303, 0x2f))),
              ServerFlight(ServerHello{0x0303, 0x2f}));
    EXPECT_EQ(in_words(Alert{2, 70}), "protocol version (alert 70)");
    EXPECT_EQ(in_words(Alert{2, 200}), "alert 200");
}

std::string why_not(std::string const& received)
{
    auto const flight = read_server_flight(received);
    auto const* not_tls = std::get_if<NotTls>(&flight);
    return not_tls ? not_tls->reason : "";
}

TEST(ServerFlight, tells_what_is_no_tls)
{
    EXPECT_THAT(why_not("HTTP/1.1 400 Bad Request\r\n\r\n"), HasSubstr("plain HTTP"));
    EXPECT_THAT(why_not("SSH-2.0-OpenSSH_9.2\r\n"), HasSubstr("SSH"));
    EXPECT_THAT(why_not("220 mail.example ESMTP\r\n"), HasSubstr("no TLS record"));
    EXPECT_THAT(why_not(bytes({22, 3, 3, 0, 0})), HasSubstr("impossible length"));
    EXPECT_THAT(why_not(bytes({22, 3, 3, 0xff, 0xff})), HasSubstr("impossible length"));
    EXPECT_THAT(why_not(record(22, bytes({1, 0, 0, 0}))), HasSubstr("type 1"));
    EXPECT_THAT(why_not(record(22, bytes({2, 0xff, 0xff, 0xff}))), HasSubstr("no end"));
    EXPECT_THAT(why_not(record(22, bytes({2}) + with_length("short", 3))), HasSubstr("too short"));
    EXPECT_THAT(why_not(record(22, hello(0x0303, 0x2f, bytes({0, 43, 0, 9})))), HasSubstr("too short"));
    EXPECT_THAT(why_not(record(22, hello(0x0303, 0x2f, extension(43, "x")))), HasSubstr("too short"));
    std::string warnings;
    while (warnings.size() < server_flight_max_bytes)
        warnings += record(21, bytes({1, 112}));
    EXPECT_THAT(why_not(warnings), HasSubstr("no ServerHello"));
}

} // namespace
} // namespace postern::tls
