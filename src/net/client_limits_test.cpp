#include "support/loopback.hpp"

#include <gmock/gmock.h>

namespace postern::net {
namespace {

using testing::HasSubstr;

// What of an endless, huge or compressed answer is kept, and where the client cuts it off.
using ClientLimits = Loopback;

std::string from_hex(std::string_view digits)
{
    std::string out;
    for (std::size_t i = 0; i < digits.size(); i += 2)
        out += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
    return out;
}

// 10,000 times "a".
struct Compressed {
    char const* coding;
    char const* hex;
};
constexpr std::size_t decoded_bytes = 10'000;
constexpr Compressed codings[] = {
    {"gzip", "1f8b0800000000000203edc1010d000000c2a0acef5fc21c6e40010000000000000000c0bf0197d47e4610270000"},
    {"deflate", "78daedc1010d000000c2a0acef5fc21c6e40010000000000000000c0bf019fbbcde3"},
    {"br", "1b0f27f825c2e2b14020d90300"}};

Answering compressing(Compressed const& compressed)
{
    return Answering([compressed](auto const&) {
        auto response = http::make_response(200, "text/plain", from_hex(compressed.hex));
        response.headers.set("Content-Encoding", compressed.coding);
        return response;
    });
}

TEST_F(ClientLimits, keeps_the_start_of_a_long_body_and_counts_the_rest)
{
    Answering service([](auto const&) { return http::make_response(200, "", std::string(300'000, 'x')); });
    auto const server = listen(service);
    Client client(io_.get_executor(), {.response_body_max_bytes = 1000});
    auto const sent = get(client, url_of(*server));
    EXPECT_EQ(response_in(sent).body, std::string(1000, 'x'));
    EXPECT_EQ(response_in(sent).body_bytes, 300'000u);
    EXPECT_TRUE(response_in(sent).body_truncated());
}

TEST_F(ClientLimits, keeps_a_body_of_exactly_the_limit_whole)
{
    Answering service([](auto const&) { return http::make_response(200, "", std::string(1000, 'x')); });
    auto const server = listen(service);
    Client client(io_.get_executor(),
                  {.response_body_max_bytes = 1000, .response_body_counted_max_bytes = 1000});
    auto const sent = get(client, url_of(*server));
    EXPECT_EQ(response_in(sent).body_bytes, 1000u);
    EXPECT_FALSE(response_in(sent).body_truncated());
}

TEST_F(ClientLimits, cuts_an_endless_body_off_and_still_gives_the_response)
{
    auto const endless = "HTTP/1.1 200 OK\r\nX: 1\r\n\r\n" + std::string(200'000, 'x');
    RawServer server(io_, {{endless, RawServer::Then::wait}});
    Client client(io_.get_executor(),
                  {.response_body_max_bytes = 10, .response_body_counted_max_bytes = 100'000});
    auto const sent = get(client, server.url());
    EXPECT_EQ(response_in(sent).headers.get("X"), "1");
    EXPECT_EQ(response_in(sent).body, "xxxxxxxxxx");
    EXPECT_GT(response_in(sent).body_bytes, 100'000u);
    EXPECT_LT(response_in(sent).body_bytes, 200'000u);
}

TEST_F(ClientLimits, decodes_compressed_bodies)
{
    for (auto const& compressed : codings) {
        auto service = compressing(compressed);
        auto const server = listen(service);
        Client client(io_.get_executor(), {});
        auto const sent = get(client, url_of(*server));
        EXPECT_EQ(response_in(sent).body, std::string(decoded_bytes, 'a')) << compressed.coding;
        EXPECT_EQ(response_in(sent).body_bytes, decoded_bytes);
        EXPECT_EQ(response_in(sent).headers.get("Content-Encoding"), compressed.coding);
        EXPECT_THAT(std::string(service.requests.at(0).headers.get("Accept-Encoding").value_or("")),
                    HasSubstr(compressed.coding));
    }
}

TEST_F(ClientLimits, gives_up_on_a_bomb_by_its_decoded_bytes)
{
    for (auto const& compressed : codings) {
        auto service = compressing(compressed);
        auto const server = listen(service);
        Client client(io_.get_executor(), {.response_body_counted_max_bytes = 5000});
        auto const sent = get(client, url_of(*server));
        EXPECT_EQ(failure_in(sent), "limit_exceeded") << compressed.coding;
        EXPECT_THAT(message_in(sent), HasSubstr("a compressed body of more than 5000 bytes"));
    }
}

TEST_F(ClientLimits, refuses_a_body_that_its_coding_does_not_fit)
{
    Answering service([](auto const&) {
        auto response = http::make_response(200, "text/plain", "this is not gzip");
        response.headers.set("Content-Encoding", "gzip");
        return response;
    });
    auto const server = listen(service);
    Client client(io_.get_executor(), {});
    EXPECT_EQ(failure_in(get(client, url_of(*server))), "protocol_violated");
}

TEST_F(ClientLimits, refuses_a_header_section_over_the_limit)
{
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (auto i = 0; i < 100; ++i)
        many += fmt::format("X-{}: {}\r\n", i, std::string(100, 'x'));
    RawServer server(io_, {{many + "\r\n"}});
    Client client(io_.get_executor(), {.response_header_max_bytes = 5000});
    auto const sent = get(client, server.url());
    EXPECT_EQ(failure_in(sent), "limit_exceeded");
    EXPECT_THAT(message_in(sent), HasSubstr("a header section of more than 5000 bytes"));
}

TEST_F(ClientLimits, counts_interim_responses_towards_the_header_section)
{
    std::string interim;
    for (auto i = 0; i < 1000; ++i)
        interim += "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    RawServer server(io_, {{interim, RawServer::Then::wait}});
    Client client(io_.get_executor(), {.response_header_max_bytes = 5000});
    EXPECT_EQ(failure_in(get(client, server.url())), "limit_exceeded");
}

TEST_F(ClientLimits, joins_a_field_that_is_folded_over_very_many_lines)
{
    std::string folded = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX:";
    constexpr auto lines = 50'000;
    for (auto i = 0; i < lines; ++i)
        folded += "\r\n a";
    RawServer server(io_, {{folded + "\r\n:no name\r\n of a field\r\nY: b\r\n\r\n"}});
    Client client(io_.get_executor(), {});
    auto const sent = get(client, server.url());
    auto const& headers = response_in(sent).headers;
    EXPECT_EQ(headers.get("X").value_or("").size(), 2 * lines - 1);
    EXPECT_EQ(headers.get("Y"), "b");
    EXPECT_EQ(headers.size(), 3U);
}

TEST_F(ClientLimits, refuses_one_endless_header_line)
{
    RawServer server(io_, {{"HTTP/1.1 200 OK\r\nX: " + std::string(400'000, 'x'), RawServer::Then::wait}});
    Client client(io_.get_executor(), {});
    EXPECT_EQ(failure_in(get(client, server.url())), "limit_exceeded");
}

} // namespace
} // namespace postern::net
