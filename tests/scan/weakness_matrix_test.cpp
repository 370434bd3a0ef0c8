// What a scan says of each weakness of the sample app, one at a time, through the command line. A weakness
// that is added to the sample app needs a row here.

#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"
#include "scan/sample_target.hpp"
#include "support/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace postern::scan_test {
namespace {

using nlohmann::json;
using sample::Weakness;

enum class Expected {
    fail,                    // the named checks fail, and an exchange or the descriptor's words prove it
    warn,                    // the named check warns: nothing fails
    waiting_for_tenant_scan, // it takes a tenant's secret, or a key of the host's, to see it: nothing fails
    seen_over_tls,           // the named check fails where the app speaks TLS; without it nothing fails
    no_fail,                 // it is no hole: nothing fails
    inconclusive             // nothing can be seen behind it: nothing fails, and nothing passes as seen
};

struct Row {
    Weakness weakness;
    Expected expected;
    std::string_view check = "";      // that fails
    std::string_view also_check = ""; // that fails too
};

constexpr std::array matrix{
    Row{Weakness::open_html, Expected::fail, "anonymous-access"},
    Row{Weakness::error_but_leaks, Expected::fail, "anonymous-access"},
    Row{Weakness::refusal_leaks, Expected::fail, "anonymous-access"},
    Row{Weakness::fake_login_redirect, Expected::fail, "anonymous-access"},
    Row{Weakness::alg_none, Expected::fail, "forged-token", "lifecycle-signature"},
    Row{Weakness::any_signature, Expected::fail, "forged-token", "lifecycle-signature"},
    Row{Weakness::unsigned_install, Expected::fail, "lifecycle-signature"},
    Row{Weakness::token_in_redirect, Expected::fail, "leaked-tokens"},
    Row{Weakness::stack_trace, Expected::fail, "error-pages"},
    Row{Weakness::vulnerable_library, Expected::fail, "vulnerable-components"},
    Row{Weakness::credential_form, Expected::fail, "credential-forms"},
    Row{Weakness::reflected_input, Expected::fail, "reflected-input"},
    Row{Weakness::open_redirect, Expected::fail, "open-redirect"},
    Row{Weakness::exposed_env, Expected::fail, "exposed-files"},
    Row{Weakness::exposed_git, Expected::fail, "exposed-files"},
    Row{Weakness::directory_listing, Expected::fail, "directory-listing"},
    Row{Weakness::leaked_secret, Expected::fail, "leaked-secrets"},

    Row{Weakness::expiry_ignored, Expected::waiting_for_tenant_scan},
    Row{Weakness::qsh_ignored, Expected::waiting_for_tenant_scan},
    Row{Weakness::context_token_everywhere, Expected::waiting_for_tenant_scan},
    Row{Weakness::tenant_confusion, Expected::waiting_for_tenant_scan},
    Row{Weakness::hmac_with_public_key, Expected::waiting_for_tenant_scan},
    Row{Weakness::admin_open_to_users, Expected::waiting_for_tenant_scan}, // seen with --user-jwt-file: below

    Row{Weakness::missing_cache_control, Expected::warn, "cache-control"},
    Row{Weakness::wrong_cache_control, Expected::fail, "cache-control"},
    Row{Weakness::missing_referrer_policy, Expected::fail, "referrer-policy"},
    Row{Weakness::wrong_referrer_policy, Expected::fail, "referrer-policy"},
    Row{Weakness::csp_blocks_host, Expected::fail, "content-security-policy"},
    Row{Weakness::unsafe_csp, Expected::warn, "content-security-policy"},
    Row{Weakness::frame_options_deny, Expected::fail, "frame-options"},
    Row{Weakness::sniffable, Expected::warn, "content-type-options"},
    Row{Weakness::cors_reflects_any_origin, Expected::fail, "cross-origin"},
    Row{Weakness::missing_hsts, Expected::seen_over_tls, "hsts"},
    Row{Weakness::wrong_hsts, Expected::seen_over_tls, "hsts"},
    Row{Weakness::insecure_cookie, Expected::fail, "session-cookies"},

    Row{Weakness::wide_scopes, Expected::warn, "descriptor-scopes"},
    Row{Weakness::unsigned_migration, Expected::fail, "descriptor-migrations"},

    Row{Weakness::login_redirect, Expected::no_fail},
    Row{Weakness::huge_body, Expected::no_fail},
    Row{Weakness::wrong_content_type, Expected::no_fail},

    Row{Weakness::slow, Expected::inconclusive},
    Row{Weakness::unavailable, Expected::inconclusive},
    Row{Weakness::endless_redirect, Expected::inconclusive},
};

void PrintTo(Row const& row, std::ostream* out) { *out << sample::name(row.weakness); }

json const* find_check(json const& report, std::string_view id)
{
    for (auto const& check : report.at("checks"))
        if (check.at("id") == id)
            return &check;
    return nullptr;
}

std::vector<std::string> with_verdict(json const& report, std::string_view verdict)
{
    std::vector<std::string> ids;
    for (auto const& check : report.at("checks"))
        if (check.at("verdict") == verdict)
            ids.push_back(check.at("id"));
    return ids;
}

// The first exchange of the first finding that failed is in the report and has an answer; where no exchange
// shows it, something else does.
void expect_proof(json const& report, json const& check)
{
    for (auto const& finding : check.at("findings")) {
        if (finding.at("verdict") != "fail")
            continue;
        if (finding.at("exchanges").empty()) {
            EXPECT_FALSE(finding.at("proof").empty()) << finding.dump(2);
            return;
        }
        for (auto const& exchange : report.at("exchanges"))
            if (exchange.at("id") == finding.at("exchanges").at(0)) {
                EXPECT_TRUE(exchange.contains("response")) << exchange.dump(2);
                return;
            }
        FAIL() << "the exchange of a finding is not in the report: " << finding.dump(2);
    }
    FAIL() << "a check fails without a finding that does: " << check.dump(2);
}

json scan(support::CommandLine& postern, SampleTarget const& target, std::vector<std::string> more = {})
{
    std::vector<std::string> arguments{"scan", target.descriptor_url(), "--format", "json", "--timeout",
                                       "1",    "--concurrency",         "32"};
    std::ranges::move(more, std::back_inserter(arguments));
    auto const result = postern.run(std::move(arguments));
    EXPECT_EQ(result.err, "");
    auto report = json::parse(result.out);
    report["exit_status"] = result.status;
    return report;
}

class WeaknessMatrix : public testing::TestWithParam<Row> {};

TEST_P(WeaknessMatrix, row)
{
    auto const& row = GetParam();
    support::CommandLine postern;
    FixedClock const clock(postern.now);
    SampleTarget const target(clock, {row.weakness});
    auto const report = scan(postern, target);
    auto const failed = with_verdict(report, "fail");
    if (row.expected == Expected::fail) {
        EXPECT_EQ(report.at("exit_status"), cli::exit_failed);
        for (auto const id : {row.check, row.also_check}) {
            if (id.empty())
                continue;
            EXPECT_THAT(failed, testing::Contains(id)) << report.at("checks").dump(2);
            if (auto const* check = find_check(report, id))
                expect_proof(report, *check);
        }
        return;
    }
    EXPECT_THAT(failed, testing::IsEmpty()) << report.at("checks").dump(2);
    if (row.expected == Expected::warn)
        EXPECT_THAT(with_verdict(report, "warn"), testing::Contains(row.check))
            << report.at("checks").dump(2);
    if (row.expected == Expected::inconclusive) {
        EXPECT_THAT(with_verdict(report, "inconclusive"), testing::Contains("anonymous-access"));
        EXPECT_EQ(report.at("exit_status"), cli::exit_incomplete);
    }
}

INSTANTIATE_TEST_SUITE_P(sample, WeaknessMatrix, testing::ValuesIn(matrix), [](auto const& row) {
    std::string name(sample::name(row.param.weakness));
    std::ranges::replace(name, '-', '_');
    return name;
});

// The app with TLS and a certificate that the scan is told to trust.
class WeaknessOverTls : public testing::Test {
protected:
    WeaknessOverTls() { std::ofstream(ca_file_) << identity_.certificate_pem; }
    ~WeaknessOverTls() override { std::filesystem::remove(ca_file_); }

    json scan_with(sample::WeaknessSet weaknesses)
    {
        support::CommandLine postern;
        postern.now = SystemClock().now(); // as the certificate's
        FixedClock const clock(postern.now);
        SampleTarget const target(clock, weaknesses, identity_);
        auto const result =
            postern.run({"scan", target.descriptor_url(), "--format", "json", "--ca-file", ca_file_});
        EXPECT_EQ(result.err, "");
        auto report = json::parse(result.out);
        report["exit_status"] = result.status;
        return report;
    }

private:
    net::TlsIdentity const identity_ = net::make_self_signed("localhost", 90);
    std::string const ca_file_ =
        std::filesystem::temp_directory_path() / fmt::format("postern-matrix-{}.pem", ::getpid());
};

TEST_F(WeaknessOverTls, is_seen_where_it_can_be)
{
    for (auto const& row : matrix) {
        if (row.expected != Expected::seen_over_tls)
            continue;
        auto const report = scan_with({row.weakness});
        EXPECT_THAT(with_verdict(report, "fail"), testing::ElementsAre(row.check))
            << sample::name(row.weakness);
        expect_proof(report, *find_check(report, row.check));
    }
}

TEST_F(WeaknessOverTls, is_not_seen_in_the_default_app)
{
    auto const report = scan_with({});
    EXPECT_THAT(with_verdict(report, "fail"), testing::IsEmpty()) << report.at("checks").dump(2);
    EXPECT_THAT(with_verdict(report, "inconclusive"), testing::IsEmpty()) << report.at("checks").dump(2);
    EXPECT_EQ(report.at("exit_status"), cli::exit_ok);
    for (auto const* id : {"tls-versions", "tls-certificate", "hsts"})
        EXPECT_EQ(find_check(report, id)->at("verdict"), "pass") << find_check(report, id)->dump(2);
}

TEST(WeaknessMatrix, has_a_row_for_every_weakness)
{
    for (auto const weakness : sample::all())
        EXPECT_EQ(std::ranges::count(matrix, weakness, &Row::weakness), 1) << sample::name(weakness);
}

// A hole that can be seen without a secret must not wait for one, and what is harmless must not be expected
// to fail.
TEST(WeaknessMatrix, agrees_with_what_the_sample_app_says_of_each_weakness)
{
    for (auto const& row : matrix) {
        EXPECT_EQ(row.expected == Expected::waiting_for_tenant_scan,
                  sample::visibility(row.weakness) != sample::Visibility::anonymous)
            << sample::name(row.weakness);
        if (row.expected == Expected::fail)
            EXPECT_THAT(
                sample::effect(row.weakness),
                testing::AnyOf(sample::Effect::hole, sample::Effect::header, sample::Effect::declaration))
                << sample::name(row.weakness);
        if (row.expected == Expected::no_fail)
            EXPECT_NE(sample::effect(row.weakness), sample::Effect::hole) << sample::name(row.weakness);
    }
}

TEST(WeaknessMatrix, the_default_app_has_no_failure_and_every_endpoint_is_seen)
{
    support::CommandLine postern;
    FixedClock const clock(postern.now);
    SampleTarget const target(clock, {});
    auto const report = scan(postern, target);
    EXPECT_THAT(with_verdict(report, "fail"), testing::IsEmpty()) << report.at("checks").dump(2);
    EXPECT_THAT(with_verdict(report, "inconclusive"), testing::IsEmpty()) << report.at("checks").dump(2);
    EXPECT_EQ(report.at("exit_status"), cli::exit_ok);
    EXPECT_TRUE(report.at("complete"));
    for (auto const& coverage : report.at("coverage"))
        if (coverage.at("kind") != "none")
            EXPECT_EQ(coverage.at("state"), "probed") << coverage.dump();
}

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
