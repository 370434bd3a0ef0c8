// What a scan with a user's token says of the sample app's page for administrators.

#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"
#include "scan/scanned.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace postern::scan_test {
namespace {

using sample::Weakness;

// A user of an installed tenant who is no administrator. The scan's own addresses repeat with its seed, so
// the user's token can be bound to the address of the administration page, as the host would bind it.
class AdminPage : public testing::Test {
protected:
    static constexpr auto client_key = "a-tenant-of-the-test";
    static constexpr auto secret = "the secret that this tenant shares with the app";

    void TearDown() override { std::filesystem::remove(token_file_); }

    json scan_as_user(sample::WeaknessSet weaknesses, std::string_view endpoint)
    {
        SampleTarget target(clock_, weaknesses);
        EXPECT_TRUE(target.install(client_key, secret));
        write_token(admin_address(target, endpoint), target);
        return scan(postern_, target, {"--user-jwt-file", token_file_});
    }

    json scan_with_context_token(sample::WeaknessSet weaknesses)
    {
        SampleTarget target(clock_, weaknesses);
        EXPECT_TRUE(target.install(client_key, secret));
        write_token(std::nullopt, target);
        return scan(postern_, target, {"--user-jwt-file", token_file_});
    }

private:
    // Where the scan will request this endpoint of its probe for administrators' pages.
    std::string admin_address(SampleTarget const& target, std::string_view endpoint)
    {
        write_token("/elsewhere", target);
        auto const plan = postern_.run(
            {"scan", target.descriptor_url(), "--plan", "--format", "json", "--user-jwt-file", token_file_});
        EXPECT_EQ(plan.err, "");
        for (auto const& request : json::parse(plan.out).at("requests"))
            if (request.at("endpoint") == endpoint &&
                request.at("what").get<std::string>().contains("before the user's"))
                return request.at("url");
        ADD_FAILURE() << endpoint << " is not asked for with the user's token";
        return "";
    }

    // A page token for this address, or, where there is none, a context token.
    void write_token(std::optional<std::string> const& address, SampleTarget const& target) const
    {
        auto const now = std::chrono::floor<std::chrono::seconds>(postern_.now).time_since_epoch().count();
        json const claims{{"iss", client_key},
                          {"sub", "a-user-of-the-test"},
                          {"qsh", address ? platform::connect::query_hash("GET", *address, target.base_url())
                                          : std::string(platform::connect::context_qsh)},
                          {"context", json::object()},
                          {"iat", now},
                          {"exp", now + 900}};
        auto const key = jwt::Key::from_secret(secret).value();
        std::ofstream(token_file_) << jwt::sign(claims.dump(), key, jwt::Algorithm::hs256).value();
    }

    support::CommandLine postern_;
    FixedClock const clock_{postern_.now};
    std::string const token_file_ =
        std::filesystem::temp_directory_path() / fmt::format("postern-matrix-{}.jwt", ::getpid());
};

json const& admin_finding(json const& report, std::string_view endpoint)
{
    static json const none = json::object();
    for (auto const& finding : find_check(report, "admin-authorization")->at("findings"))
        if (finding.at("endpoint") == endpoint)
            return finding;
    return none;
}

TEST_F(AdminPage, open_to_every_user_fails)
{
    auto const report = scan_as_user({Weakness::admin_open_to_users}, "adminPages/settings");
    EXPECT_EQ(admin_finding(report, "adminPages/settings").value("verdict", "none"), "fail")
        << find_check(report, "admin-authorization")->dump(2);
    EXPECT_EQ(report.at("exit_status"), cli::exit_failed);
}

TEST_F(AdminPage, closed_to_the_user_is_no_finding)
{
    auto const report = scan_as_user({}, "adminPages/settings");
    EXPECT_EQ(admin_finding(report, "adminPages/settings"), json::object());
    EXPECT_THAT(with_verdict(report, "fail"), testing::IsEmpty());
}

TEST_F(AdminPage, that_refuses_a_context_token_which_opens_other_pages_passes)
{
    auto const report = scan_with_context_token({Weakness::context_token_everywhere});
    EXPECT_EQ(find_check(report, "admin-authorization")->at("verdict"), "pass")
        << find_check(report, "admin-authorization")->dump(2);
    auto const open =
        scan_with_context_token({Weakness::context_token_everywhere, Weakness::admin_open_to_users});
    EXPECT_EQ(find_check(open, "admin-authorization")->at("verdict"), "fail");
}

TEST_F(AdminPage, of_an_app_that_takes_no_context_tokens_is_inconclusive)
{
    auto const report = scan_with_context_token({});
    EXPECT_EQ(find_check(report, "admin-authorization")->at("verdict"), "inconclusive");
}

} // namespace
} // namespace postern::scan_test
