#include "net/descriptor_source.hpp"
#include "support/running_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace postern::net {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

SourceText fetch(std::string url)
{
    asio::io_context io(1);
    Client client(io.get_executor(), {.user_agent = "postern/test",
                                      .response_body_max_bytes = descriptor_text_max_bytes + 1,
                                      .response_body_counted_max_bytes = 8 * 1024 * 1024});
    SourceText text;
    asio::co_spawn(io, fetch_descriptor(client, std::move(url), std::chrono::steady_clock::now() + 30s),
                   [&](std::exception_ptr failure, SourceText result) {
                       EXPECT_FALSE(failure);
                       text = std::move(result);
                   });
    io.run();
    return text;
}

http::Response redirect(std::string_view location)
{
    auto response = http::make_response(302, "", "");
    response.headers.set("Location", location);
    return response;
}

TEST(DescriptorSource, an_address_gives_its_text_also_behind_redirects)
{
    support::FunctionService service([](http::Request const& request) {
        return request.url.ends_with("/old") ? redirect("/new")
                                             : http::make_response(200, "application/json", R"({"key":"a"})");
    });
    support::RunningServer const server(service);
    EXPECT_EQ(fetch(server.url("/new")), R"({"key":"a"})");
    EXPECT_EQ(fetch(server.url("/old")), R"({"key":"a"})");
}

TEST(DescriptorSource, what_the_server_does_not_give_is_unreachable)
{
    support::FunctionService service([](http::Request const& request) {
        if (request.url.ends_with("/circle"))
            return redirect("/circle");
        return http::make_response(404, "text/html", "<h1>404</h1>");
    });
    support::RunningServer const server(service);
    for (auto const& [target, message, status] :
         {std::tuple("/missing", "answered 404 where the descriptor should be", 404),
          std::tuple("/circle", "redirects more than 10 times", 302)}) {
        auto const text = fetch(server.url(target));
        ASSERT_FALSE(text) << target;
        EXPECT_EQ(text.error().kind, SourceError::Kind::unreachable) << target;
        EXPECT_THAT(text.error().message, testing::HasSubstr(message));
        EXPECT_THAT(text.error().message, testing::HasSubstr(server.url(target)));
        EXPECT_EQ(text.error().status, status) << target;
    }
}

TEST(DescriptorSource, a_server_that_is_not_there_is_unreachable)
{
    std::string url;
    {
        support::FunctionService service(
            [](http::Request const&) { return http::make_response(200, "", ""); });
        support::RunningServer const server(service);
        url = server.url("/atlassian-connect.json");
    }
    auto const text = fetch(url);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, SourceError::Kind::unreachable);
    EXPECT_EQ(text.error().cause, SourceError::Cause::no_connection);
    EXPECT_EQ(text.error().status, std::nullopt);
    EXPECT_THAT(text.error().message, testing::HasSubstr(url));
}

TEST(DescriptorSource, a_certificate_that_nobody_trusts_is_told_from_silence)
{
    support::FunctionService service([](http::Request const&) { return http::make_response(200, "", "{}"); });
    support::RunningServer const server(service, {.tls = make_self_signed("127.0.0.1", 1)});
    auto const text = fetch(server.url("/atlassian-connect.json"));
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, SourceError::Kind::unreachable);
    EXPECT_EQ(text.error().cause, SourceError::Cause::untrusted);
}

TEST(DescriptorSource, more_than_a_descriptor_can_be_is_cut_off_and_unusable)
{
    support::FunctionService service([](http::Request const& request) {
        auto const bytes =
            request.url.ends_with("/much") ? 300 * 1024 * 1024UL : descriptor_text_max_bytes + 1;
        return http::make_response(200, "application/json", std::string(bytes, ' '));
    });
    support::RunningServer const server(service);
    for (auto const* target : {"/little", "/much"}) {
        auto const text = fetch(server.url(target));
        ASSERT_FALSE(text) << target;
        EXPECT_EQ(text.error().kind, SourceError::Kind::unusable) << target;
        EXPECT_THAT(text.error().message, testing::HasSubstr("larger than 4 MiB"));
    }
}

class DescriptorFile : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path const folder_ =
        std::filesystem::temp_directory_path() / fmt::format("postern-descriptor-test-{}", ::getpid());
};

TEST_F(DescriptorFile, a_file_gives_its_text)
{
    auto const path = folder_ / "descriptor.json";
    std::ofstream(path) << R"({"key":"a"})";
    EXPECT_EQ(read_descriptor_file(path), R"({"key":"a"})");
}

TEST_F(DescriptorFile, what_is_no_file_says_what_to_give_instead)
{
    auto const missing = read_descriptor_file(folder_ / "missing.json");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, SourceError::Kind::unusable);
    EXPECT_THAT(missing.error().message, testing::HasSubstr("there is no file"));
    auto const folder = read_descriptor_file(folder_);
    ASSERT_FALSE(folder);
    EXPECT_THAT(folder.error().message, testing::HasSubstr("is a folder"));
}

TEST_F(DescriptorFile, a_file_of_300_MB_is_not_read_to_its_end)
{
    auto const path = folder_ / "huge.json";
    std::ofstream(path).close();
    std::filesystem::resize_file(path, 300ULL * 1024 * 1024); // sparse
    auto const text = read_descriptor_file(path);
    ASSERT_FALSE(text);
    EXPECT_THAT(text.error().message, testing::HasSubstr("larger than 4 MiB"));
}

TEST(DescriptorSource, a_stream_gives_its_text_up_to_the_limit)
{
    std::istringstream small(R"({"key":"a"})");
    EXPECT_EQ(read_descriptor_stream(small, "standard input"), R"({"key":"a"})");
    std::istringstream large(std::string(descriptor_text_max_bytes + 1, ' '));
    EXPECT_FALSE(read_descriptor_stream(large, "standard input"));
}

} // namespace
} // namespace postern::net
