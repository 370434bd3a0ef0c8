// Scans every app of this folder through the command line and holds the report against its expect.json:
//   "exit_status"    the status of the command
//   "error"          a part of what is said on standard error; then there is no report
//   "options"        further arguments of the scan
//   "user_token"     true: the scan is given the token of a user
//   "checks"         id → verdict, or a list of verdicts that will do
//   "findings"       each fits one finding: {"check", "endpoint", "verdict"}, a part of a finding's members;
//   what
//                    holds a port is given as {"matches": regular expression}
//   "no_findings"    the same, and none may fit
//   "coverage"       endpoint → state
//   "requested"      regular expressions of which each fits the URL of a request
//   "not_requested"  and of which none does
//   "canonical_hashes"        a path: every token sent to it has the hash of its own request
//   "requirements_are_named"  true: every check names a requirement of the catalogue
#include "apps/app_from_data.hpp"
#include "base/base64.hpp"
#include "http/url.hpp"
#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"
#include "support/command_line.hpp"
#include "support/running_server.hpp"
#include "support/source_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <regex>
#include <unistd.h>

namespace postern::apps {
namespace {

using nlohmann::json;

std::filesystem::path const folder = support::source_dir() / "tests/apps";

std::vector<std::string> names()
{
    std::vector<std::string> all;
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_directory())
            all.push_back(entry.path().filename());
    std::ranges::sort(all);
    return all;
}

// A context token of a tenant that the app may know.
std::string user_token(TimePoint now)
{
    auto const seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    json const claims{{"iss", "a-tenant-of-the-test"},
                      {"sub", "a-user-of-the-test"},
                      {"qsh", "context-qsh"},
                      {"iat", seconds},
                      {"exp", seconds + 900}};
    auto const key = jwt::Key::from_secret("the secret that this tenant shares with the app").value();
    return jwt::sign(claims.dump(), key, jwt::Algorithm::hs256).value();
}

// A file for the length of a scan.
class OptionFile {
public:
    OptionFile(std::string_view ending, std::string const& text)
        : path_(std::filesystem::temp_directory_path() /
                fmt::format("postern-apps-{}.{}", ::getpid(), ending))
    {
        std::ofstream(path_) << text;
    }
    ~OptionFile() { std::filesystem::remove(path_); }
    OptionFile(OptionFile const&) = delete;
    OptionFile& operator=(OptionFile const&) = delete;

    [[nodiscard]] std::string path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::optional<net::TlsIdentity> identity_of(json const& app)
{
    return app.value("tls", false) ? std::optional(net::make_self_signed("localhost", 1)) : std::nullopt;
}

// With TLS it is called by a name, since browsers remember Strict-Transport-Security for names only.
std::string address_of(support::RunningServer const& server, json const& app)
{
    auto url = http::parse_url(server.url()).value();
    if (app.value("tls", false))
        url.host = "localhost";
    return url.origin();
}

json scan(json const& app, json const& expected)
{
    support::CommandLine postern;
    auto const identity = identity_of(app);
    if (identity)
        postern.now = SystemClock().now(); // as the certificate's
    auto const token = user_token(postern.now);
    AppFromData service(app, token);
    support::RunningServer const server(service, {.tls = identity});
    auto const address = address_of(server, app);
    service.runs_at(address);
    std::vector<std::string> arguments{
        "scan", address + "/atlassian-connect.json", "--format", "json", "--timeout", "5", "--concurrency",
        "16"};
    for (auto const& option : expected.value("options", json::array()))
        arguments.push_back(option);
    OptionFile const token_file("jwt", token);
    if (expected.value("user_token", false))
        arguments.insert(arguments.end(), {"--user-jwt-file", token_file.path()});
    OptionFile const ca_file("pem", identity ? identity->certificate_pem : "");
    if (identity)
        arguments.insert(arguments.end(), {"--ca-file", ca_file.path()});
    auto const result = postern.run(std::move(arguments));
    EXPECT_THAT(result.err, testing::HasSubstr(expected.value("error", "")));
    EXPECT_EQ(result.err.empty(), !expected.contains("error"));
    auto report = expected.contains("error") ? json::object() : json::parse(result.out);
    report["exit_status"] = result.status;
    return report;
}

bool is(json const& wanted, json const& value)
{
    return wanted.is_object() && wanted.contains("matches")
               ? std::regex_search(value.get<std::string>(),
                                   std::regex(wanted.at("matches").get<std::string>()))
               : wanted == value;
}

// Whether every member of `part` is in `whole`.
bool fits(json const& part, json const& whole)
{
    return std::ranges::all_of(part.items(), [&](auto const& member) {
        return whole.contains(member.key()) && is(member.value(), whole.at(member.key()));
    });
}

std::size_t count_findings(json const& report, json part)
{
    std::size_t count = 0;
    auto const check = part.at("check");
    part.erase("check");
    for (auto const& each : report.at("checks"))
        if (each.at("id") == check)
            count += static_cast<std::size_t>(std::ranges::count_if(
                each.at("findings"), [&](json const& finding) { return fits(part, finding); }));
    return count;
}

void expect_checks(json const& report, json const& expected)
{
    for (auto const& [id, verdicts] : expected.items()) {
        auto const found = std::ranges::find_if(report.at("checks"),
                                                [&](json const& check) { return check.at("id") == id; });
        ASSERT_NE(found, report.at("checks").end()) << "there is no check " << id;
        auto const allowed = verdicts.is_array() ? verdicts : json::array({verdicts});
        EXPECT_THAT(allowed, testing::Contains(found->at("verdict"))) << found->dump(2);
    }
}

bool requested(json const& report, std::string const& pattern)
{
    std::regex const url(pattern);
    return std::ranges::any_of(report.at("exchanges"), [&](json const& exchange) {
        return std::regex_search(exchange.at("request").at("url").get<std::string>(), url);
    });
}

// The payload of the token in a request, if there is one that can be read.
std::optional<json> claims_of(json const& request)
{
    for (auto const& header : request.at("headers"))
        if (header.at(0) == "Authorization") {
            auto const words = header.at(1).get<std::string>();
            auto const first = words.find('.');
            auto const second = words.find('.', first + 1);
            if (second == std::string::npos)
                return std::nullopt;
            auto const bytes = base64url_decode(words.substr(first + 1, second - first - 1));
            auto const claims = bytes ? json::parse(*bytes, nullptr, false) : json();
            return claims.is_object() ? std::optional(claims) : std::nullopt;
        }
    return std::nullopt;
}

void expect_canonical_hashes(json const& report, std::string const& path)
{
    int compared = 0;
    for (auto const& exchange : report.at("exchanges")) {
        auto const& request = exchange.at("request");
        auto const url = request.at("url").get<std::string>();
        auto const claims = url.contains(path) ? claims_of(request) : std::nullopt;
        if (!claims)
            continue;
        ++compared;
        EXPECT_EQ(claims->at("qsh"),
                  platform::connect::query_hash(request.at("method").get<std::string>(), url,
                                                report.at("target").at("base_url").get<std::string>()))
            << url;
    }
    EXPECT_GT(compared, 0);
}

// Each defect of the Connect Security Requirements Tester, by its number, is held off by an app of its own.
TEST(Apps, show_every_defect_of_csrt)
{
    constexpr int defects = 18;
    auto const all = names();
    for (int number = 1; number <= defects; ++number) {
        auto const prefix = fmt::format("csrt-{:02}-", number);
        EXPECT_TRUE(std::ranges::any_of(all, [&](auto const& name) { return name.starts_with(prefix); }))
            << prefix;
    }
}

class App : public testing::TestWithParam<std::string> {};

TEST_P(App, is_judged_as_expected)
{
    auto const app = read_json_file(folder / GetParam() / "app.json");
    auto const expected = read_json_file(folder / GetParam() / "expect.json");
    auto const report = scan(app, expected);
    if (expected.contains("exit_status"))
        EXPECT_EQ(report.at("exit_status"), expected.at("exit_status"))
            << report.value("checks", json()).dump(2);
    if (expected.contains("error"))
        return;
    expect_checks(report, expected.value("checks", json::object()));
    for (auto const& finding : expected.value("findings", json::array()))
        EXPECT_GT(count_findings(report, finding), 0U) << finding << " in " << report.at("checks").dump(2);
    for (auto const& finding : expected.value("no_findings", json::array()))
        EXPECT_EQ(count_findings(report, finding), 0U) << finding << " in " << report.at("checks").dump(2);
    for (auto const& [endpoint, state] : expected.value("coverage", json::object()).items())
        EXPECT_TRUE(std::ranges::any_of(
            report.at("coverage"),
            [&](json const& each) { return each.at("endpoint") == endpoint && each.at("state") == state; }))
            << endpoint << " is not " << state << " in " << report.at("coverage").dump(2);
    for (auto const& pattern : expected.value("requested", json::array()))
        EXPECT_TRUE(requested(report, pattern)) << pattern;
    for (auto const& pattern : expected.value("not_requested", json::array()))
        EXPECT_FALSE(requested(report, pattern)) << pattern;
    if (expected.contains("canonical_hashes"))
        expect_canonical_hashes(report, expected.at("canonical_hashes").get<std::string>());
    if (expected.value("requirements_are_named", false))
        for (auto const& check : report.at("checks"))
            EXPECT_FALSE(check.at("requirements").empty()) << check.at("id");
}

INSTANTIATE_TEST_SUITE_P(As, App, testing::ValuesIn(names()),
                         [](testing::TestParamInfo<std::string> const& name) {
                             auto text = name.param;
                             std::ranges::replace(text, '-', '_');
                             return text;
                         });

} // namespace
} // namespace postern::apps
