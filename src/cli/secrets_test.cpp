// A whole scan with a user's token, against an app that does its worst to spread secrets: nothing that
// Postern writes may hold one.

#include "support/command_line.hpp"
#include "support/connect_app.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view user_token =
    "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ0ZW5hbnQiLCJzdWIiOiJ1c2VyIn0.dXNlci1zaWduYXR1cmUtdXNlci1zaWduYXR1cmU";
constexpr std::string_view user_signature = "dXNlci1zaWduYXR1cmUtdXNlci1zaWduYXR1cmU";
constexpr std::string_view issued_token =
    "eyJhbGciOiJIUzI1NiJ9.eyJzZXNzaW9uIjoidXNlciJ9.aXNzdWVkLXNpZ25hdHVyZS1pc3N1ZWQtc2lnbmF0dXJl";
constexpr std::string_view issued_signature = "aXNzdWVkLXNpZ25hdHVyZS1pc3N1ZWQtc2lnbmF0dXJl";
constexpr std::string_view session = "c2Vzc2lvbi1vZi10aGUtdXNlcg";

// Repeats all of the request, hands out a session, and redirects once with a token of its own.
http::Response spread(http::Request const& request)
{
    auto said = request.url + "\n";
    for (auto const& [name, value] : request.headers)
        said += name + ": " + value + "\n";
    auto response = http::make_response(200, "text/html", said + std::string(issued_token));
    if (request.url.contains("settings") && !request.url.contains("session=")) {
        response.status = 302;
        response.headers.set("Location", "/settings?session=" + std::string(issued_token));
    }
    response.headers.set("Set-Cookie", "sid=" + std::string(session) + "; Path=/; HttpOnly");
    response.headers.set("X-Session", issued_token);
    return response;
}

class Secrets : public testing::Test {
protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    std::string file(std::string const& name, std::string_view text)
    {
        auto const path = folder_ / name;
        std::ofstream(path) << text;
        return path;
    }

    static std::string contents(std::string const& path)
    {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    fs::path const folder_ =
        fs::path(testing::TempDir()) / ("postern-secrets-test-" + std::to_string(::getpid()));
    support::CommandLine postern_;
};

TEST_F(Secrets, are_in_nothing_that_a_scan_writes)
{
    support::FunctionService app(spread);
    support::RunningServer const server(app);
    auto descriptor = nlohmann::json::parse(support::connect_descriptor);
    descriptor["baseUrl"] = server.url();
    auto const evidence = (folder_ / "evidence.json").string();
    auto const report = (folder_ / "report.json").string();
    auto const scan =
        postern_.run({"scan", file("descriptor.json", descriptor.dump()), "--user-jwt-file",
                      file("user.jwt", user_token), "--save-evidence", evidence, "--out", report});
    EXPECT_THAT(scan.out, HasSubstr("FAIL")) << scan.err;
    auto const kept = contents(evidence);
    EXPECT_THAT(kept, HasSubstr("[redacted user token]")) << "the token was sent";
    EXPECT_THAT(kept, HasSubstr("[redacted signature]")) << "a token was issued";
    EXPECT_THAT(kept, HasSubstr("sid=**************************; Path=/; HttpOnly"));
    for (auto const& written : {kept, contents(report), scan.out, scan.err})
        for (auto const secret : {user_signature, issued_signature, session})
            EXPECT_THAT(written, Not(HasSubstr(std::string(secret))));
}

} // namespace
} // namespace postern::cli
