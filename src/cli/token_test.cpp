#include "cli/token_options.hpp"
#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view secret = "a secret of one tenant";
constexpr TimePoint now{std::chrono::seconds(1'700'000'000)};
constexpr auto page_url = "/panel?issue=ABC-1&lic=none&jwt=x";

struct Result {
    int status = -1;
    std::string out;
    std::string err;
};

// `postern token …` alone, with a clock that stands still.
Result run_token(std::vector<std::string> arguments, std::string const& input = "")
{
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    FixedClock const clock(now);
    SeededRandom random(1);
    Environment environment{.in = in,
                            .out = out,
                            .err = err,
                            .clock = clock,
                            .random = random,
                            .variable = [](std::string const&) { return std::nullopt; }};
    CLI::App app;
    Chosen chosen;
    add_token(app, chosen);
    arguments.insert(arguments.begin(), "token");
    std::ranges::reverse(arguments);
    int status = exit_usage;
    try {
        app.parse(std::move(arguments));
        status = chosen(environment);
    } catch (CLI::ParseError const& error) {
        status = app.exit(error, out, err) == 0 ? exit_ok : exit_usage;
    } catch (UsageError const& error) {
        err << error.message;
    }
    for (std::istringstream lines(out.str()); !lines.eof();) {
        std::string line;
        std::getline(lines, line);
        if (!out.str().starts_with('{') && !out.str().starts_with("ey")) { // JSON and tokens are for machines
            EXPECT_LE(line.size(), 80U) << line;
        }
    }
    return {status, out.str(), err.str()};
}

class TokenCommand : public testing::Test {
protected:
    TokenCommand()
        : folder_(fs::path(testing::TempDir()) /
                  testing::UnitTest::GetInstance()->current_test_info()->name())
    {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        secret_file = file("secret", std::string(secret) + "\n");
    }
    ~TokenCommand() override { fs::remove_all(folder_); }

    std::string file(std::string const& name, std::string_view text) const
    {
        auto const path = folder_ / name;
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    }

    static std::string token(std::string_view claims)
    {
        return jwt::sign(claims, jwt::Key::from_secret(secret).value(), jwt::Algorithm::hs256).value();
    }

    static std::string page_token(std::string_view url = page_url)
    {
        return token(json{{"iss", "tenant"},
                          {"qsh", platform::connect::query_hash("GET", url, "")},
                          {"iat", 1'699'999'160},
                          {"exp", 1'700'000'060}}
                         .dump());
    }

    std::string secret_file;

private:
    fs::path folder_;
};

TEST_F(TokenCommand, decode_shows_the_parts_and_says_that_nothing_was_checked)
{
    auto const result = run_token({"decode", page_token()});
    EXPECT_EQ(result.status, exit_ok);
    EXPECT_THAT(result.out, AllOf(StartsWith("The signature was NOT checked"), HasSubstr(R"("alg": "HS256")"),
                                  HasSubstr(R"("iss": "tenant")"), Not(HasSubstr("VERIFIED"))));
    auto const machine = json::parse(run_token({"decode", page_token(), "--json"}).out);
    EXPECT_EQ(machine.at("signature_checked"), false);
    EXPECT_EQ(machine.at("payload").at("iss"), "tenant");
}

TEST_F(TokenCommand, takes_the_token_from_argument_file_and_standard_input)
{
    auto const compact = page_token();
    auto const shown = run_token({"decode", compact}).out;
    EXPECT_EQ(run_token({"decode"}, compact + "\n").out, shown);
    EXPECT_EQ(run_token({"decode", "-"}, "JWT " + compact).out, shown);
    EXPECT_EQ(run_token({"decode", "--token-file", file("token", "  " + compact + "\r\n")}).out, shown);
    EXPECT_EQ(run_token({"decode", "--token-file", "-"}, compact).out, shown);
    EXPECT_EQ(run_token({"decode"}, " \n").status, exit_usage);
    EXPECT_EQ(run_token({"decode", "--token-file", secret_file + ".none"}).status, exit_usage);
}

TEST_F(TokenCommand, decode_gives_the_one_reason_for_what_is_no_token)
{
    auto const result = run_token({"decode", "e30.e30"});
    EXPECT_EQ(result.status, exit_failed);
    EXPECT_THAT(result.out, HasSubstr("not_three_segments"));
    EXPECT_EQ(json::parse(run_token({"decode", "e30.e30", "--json"}).out).at("reason"), "not_three_segments");
}

TEST_F(TokenCommand, lets_no_escape_sequence_of_a_token_reach_the_terminal)
{
    auto const compact =
        token("{\"iss\":\"\\u001b[2J\\u009b1m\\u202e\x7f\",\"\\u001b]0;x\\u0007\":1,\"exp\":1e400}");
    auto const claims =
        token("{\"iss\":\"\\u001b[2J\\u009b1m\\u202e\x7f\",\"\\u001b]0;x\\u0007\":1,\"exp\":1700000060}");
    for (auto const& [command, text] :
         {std::pair("decode", compact), {"decode", claims}, {"explain", claims}, {"verify", claims}})
        for (auto const json_wanted : {"--json", ""}) {
            std::vector<std::string> arguments{command, text};
            if (*json_wanted)
                arguments.emplace_back(json_wanted);
            if (std::string_view(command) != "decode")
                arguments.insert(arguments.end(), {"--secret-file", secret_file});
            auto const result = run_token(arguments);
            for (auto const& output : {result.out, result.err})
                for (char const c : output)
                    EXPECT_TRUE(c == '\n' || (c >= ' ' && c < 0x7f)) << command << ": " << output;
        }
}

TEST_F(TokenCommand, verify_succeeds_only_for_a_right_token_of_this_request)
{
    auto const verify = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"verify", page_token(), "--secret-file", secret_file, "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto const result = run_token(arguments);
        auto const machine = json::parse(result.out);
        EXPECT_EQ(result.status, machine.at("verified").get<bool>() ? exit_ok : exit_failed);
        return machine.value("reason", machine.value("query_hash", ""));
    };
    EXPECT_EQ(verify({}), "not_checked");
    EXPECT_EQ(verify({"--url", page_url}), "fits");
    EXPECT_EQ(verify({"--url", std::string("https://app.example/base") + page_url, "--base-url",
                      "https://app.example/base"}),
              "fits");
    EXPECT_EQ(verify({"--url", page_url, "--method", "POST"}), "query_hash_mismatch");
    EXPECT_EQ(verify({"--url", "/panel?issue=ABC-2"}), "query_hash_mismatch");
    EXPECT_EQ(verify({"--context-token"}), "not_a_context_token");
    EXPECT_EQ(verify({"--now", "1700000060"}), "expired");
    EXPECT_EQ(verify({"--now", "2023-11-14T22:14:20Z"}), "expired");
    EXPECT_EQ(verify({"--now", "2023-11-14T23:14:19+01:00"}), "not_checked");
    EXPECT_EQ(verify({"--now", "1700000060", "--leeway", "1"}), "not_checked");
    EXPECT_EQ(verify({"--now", "1699999159"}), "issued_in_the_future");
    EXPECT_EQ(verify({"--alg", "HS512"}), "algorithm_not_allowed");
    EXPECT_EQ(verify({"--alg", "HS512", "--alg", "HS256"}), "not_checked");
}

TEST_F(TokenCommand, verify_says_in_words_what_it_did_and_did_not_check)
{
    auto const plain = run_token({"verify", page_token(), "--secret-file", secret_file});
    EXPECT_EQ(plain.status, exit_ok);
    EXPECT_THAT(plain.out, AllOf(StartsWith("VERIFIED"), HasSubstr("query hash was NOT checked")));
    auto const bound = run_token({"verify", page_token(), "--secret-file", secret_file, "--url", page_url});
    EXPECT_THAT(bound.out, HasSubstr("query parameters sorted as Java does"));
    auto const wrong = run_token({"verify", page_token(), "--secret-file", file("other", "another")});
    EXPECT_EQ(wrong.status, exit_failed);
    EXPECT_THAT(wrong.out, AllOf(StartsWith("NOT VERIFIED"), HasSubstr("signature_mismatch")));
}

TEST_F(TokenCommand, a_context_token_is_accepted_only_where_it_is_asked_for)
{
    auto const compact = token(R"({"iss":"t","qsh":"context-qsh","exp":1700000060})");
    auto const reason = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"verify", compact, "--secret-file", secret_file, "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto const machine = json::parse(run_token(arguments).out);
        return machine.value("reason", machine.value("query_hash", ""));
    };
    EXPECT_EQ(reason({"--url", page_url}), "context_token");
    EXPECT_EQ(reason({"--context-token"}), "context_token");
    EXPECT_EQ(run_token({"verify", compact, "--secret-file", secret_file, "--context-token"}).status,
              exit_ok);
    EXPECT_EQ(run_token({"verify", compact, "--secret-file", secret_file, "--url", page_url}).status,
              exit_failed);
    EXPECT_EQ(
        run_token({"verify", compact, "--secret-file", secret_file, "--context-token", "--url", "/"}).status,
        exit_usage);
    auto const unbound = token(R"({"iss":"t","exp":1700000060})");
    EXPECT_THAT(run_token({"verify", unbound, "--secret-file", secret_file, "--url", "/"}).out,
                HasSubstr("query_hash_missing"));
}

TEST_F(TokenCommand, one_line_end_is_no_part_of_a_secret)
{
    for (auto const* const ending : {"", "\n", "\r\n"})
        EXPECT_EQ(
            run_token({"verify", page_token(), "--secret-file", file("s", std::string(secret) + ending)})
                .status,
            exit_ok);
    for (auto const* const ending : {"\n\n", " ", " \n"})
        EXPECT_EQ(
            run_token({"verify", page_token(), "--secret-file", file("s", std::string(secret) + ending)})
                .status,
            exit_failed);
    EXPECT_EQ(run_token({"verify", page_token(), "--secret-file", "-"}, std::string(secret)).status, exit_ok);
    EXPECT_EQ(run_token({"verify", "--secret-file", "-"}, std::string(secret)).status, exit_usage);
    EXPECT_EQ(run_token({"verify", page_token(), "--secret-file", file("s", "\n")}).status, exit_usage);
}

TEST_F(TokenCommand, a_key_set_is_searched_by_the_key_id)
{
    auto const one = jwt::Key::generate(jwt::Algorithm::es256);
    auto const set =
        file("keys.json", R"({"keys":[{"kty":"oct","k":"YQ","kid":"a"},{"kty":"oct","k":"Yg","kid":"b"}]})");
    auto const signed_with = [](std::string_view bytes, std::optional<std::string_view> id) {
        return jwt::sign(R"({"exp":1700000060})", jwt::Key::from_secret(bytes).value(), jwt::Algorithm::hs256,
                         id)
            .value();
    };
    auto const verify = [&](std::string const& compact, std::string const& keys) {
        auto const result = run_token({"verify", compact, "--key-file", keys, "--json"});
        return json::parse(result.out).value("reason", "good");
    };
    EXPECT_EQ(verify(signed_with("a", "a"), set), "good");
    EXPECT_EQ(verify(signed_with("b", "b"), set), "good");
    EXPECT_EQ(verify(signed_with("a", "b"), set), "signature_mismatch");
    EXPECT_EQ(verify(signed_with("a", "c"), set), "key_not_found");
    EXPECT_EQ(verify(signed_with("a", std::nullopt), set), "key_not_found");

    auto const single = file("single.json", R"({"keys":[{"kty":"oct","k":"YQ","kid":"a"}]})");
    EXPECT_EQ(verify(signed_with("a", "a"), single), "good");
    EXPECT_EQ(verify(signed_with("a", std::nullopt), single), "good");
    EXPECT_EQ(verify(signed_with("a", "b"), single), "key_not_found");

    auto const pem = one.public_pem().value();
    auto const compact = jwt::sign(R"({"exp":1700000060})", one, jwt::Algorithm::es256, "any").value();
    EXPECT_EQ(verify(compact, file("key.pem", pem)), "good");
    // Its algorithms come from the key: the public key is never taken for a secret.
    EXPECT_EQ(verify(signed_with(pem, std::nullopt), file("key.pem", pem)), "algorithm_not_allowed");
    EXPECT_EQ(run_token({"verify", compact, "--key-file", secret_file}).status, exit_usage);
}

TEST_F(TokenCommand, mint_makes_what_verify_accepts)
{
    auto const minted = run_token({"mint", "--secret-file", secret_file, "--issuer", "tenant", "--subject",
                                   "user", "--url", page_url, "--lifetime", "60"});
    ASSERT_EQ(minted.status, exit_ok) << minted.err;
    auto const parsed = jwt::parse(minted.out.substr(0, minted.out.size() - 1));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->header, R"({"typ":"JWT","alg":"HS256"})");
    EXPECT_EQ(parsed->payload, R"({"sub":"user","qsh":")" +
                                   platform::connect::query_hash("GET", page_url, "") +
                                   R"(","iss":"tenant","context":{},"exp":1700000060,"iat":1700000000})");
    EXPECT_EQ(run_token({"verify", "--secret-file", secret_file, "--url", page_url}, minted.out).status,
              exit_ok);

    auto const context = run_token(
        {"mint", "--secret-file", secret_file, "--issuer", "t", "--context-token", "--alg", "HS512"});
    EXPECT_EQ(run_token({"verify", "--secret-file", secret_file, "--context-token"}, context.out).status,
              exit_ok);

    auto const own =
        run_token({"mint", "--secret-file", secret_file, "--claims-file", "-"}, R"({"exp": 1700000001})");
    EXPECT_EQ(jwt::parse(own.out.substr(0, own.out.size() - 1))->payload, R"({"exp": 1700000001})");
}

TEST_F(TokenCommand, mint_refuses_what_would_be_no_safe_token)
{
    auto const status = [&](std::vector<std::string> arguments, std::string const& input = "") {
        arguments.insert(arguments.begin(), "mint");
        return run_token(arguments, input).status;
    };
    EXPECT_EQ(status({"--secret-file", secret_file, "--issuer", "t"}), exit_usage) << "bound to nothing";
    EXPECT_EQ(status({"--secret-file", secret_file, "--url", "/"}), exit_usage) << "no issuer";
    EXPECT_EQ(status({"--issuer", "t", "--url", "/"}), exit_usage) << "no key";
    EXPECT_EQ(status({"--secret-file", secret_file, "--issuer", "t", "--url", "/", "--alg", "RS256"}),
              exit_usage);
    EXPECT_EQ(status({"--secret-file", secret_file, "--issuer", "t", "--url", "/", "--alg", "none"}),
              exit_usage);
    EXPECT_EQ(status({"--secret-file", secret_file, "--claims-file", "-"}, "[]"), exit_usage);
    EXPECT_EQ(status({"--secret-file", secret_file, "--claims-file", "-", "--issuer", "t"}, "{}"),
              exit_usage);
    auto const pem = jwt::Key::generate(jwt::Algorithm::eddsa).public_pem().value();
    EXPECT_EQ(status({"--key-file", file("public.pem", pem), "--issuer", "t", "--url", "/"}), exit_usage);
}

TEST_F(TokenCommand, no_option_takes_a_secret_and_none_is_repeated)
{
    for (auto const* const command : {"decode", "verify", "mint", "explain"})
        for (auto const* const option :
             {"--secret", "--shared-secret", "--key", "--password", "--hmac-secret"})
            for (auto const& arguments : {std::vector<std::string>{command, option, "hunter2"},
                                          {command, option, "hunter2", page_token()},
                                          {command, std::string(option) + "=hunter2"}}) {
                auto const result = run_token(arguments);
                EXPECT_EQ(result.status, exit_usage);
                EXPECT_THAT(result.err, AllOf(HasSubstr("--secret-file"), Not(HasSubstr("hunter2"))));
                EXPECT_THAT(result.out, Not(HasSubstr("hunter2")));
            }
    auto const all = run_token({"explain", page_token(), "--secret-file", secret_file}).out +
                     run_token({"verify", page_token(), "--secret-file", secret_file, "--json"}).out;
    EXPECT_THAT(all, Not(HasSubstr(std::string(secret))));
}

TEST_F(TokenCommand, qsh_prints_the_hash_and_for_machines_both_orders)
{
    EXPECT_EQ(run_token({"qsh", "--url", "/path/"}).out,
              "799be84a7fa35570087163c0cd9af3abff7ac05c2c12ba0bb1d7eebc984b3ac2\n");
    auto const machine =
        json::parse(run_token({"qsh", "--url", "/p?filter%5Bx%5D=1&filterA=2", "--json"}).out);
    EXPECT_EQ(machine.at("canonical_request"), "GET&/p&filter%5Bx%5D=1&filterA=2");
    EXPECT_EQ(machine.at("variants").size(), 4U);
    EXPECT_EQ(machine.at("variants")[1].at("query_hash"),
              "b0008688c703851dbe5c9b45c7bad3018d451346d2d4ac4937b9212913fd61a2");
    EXPECT_EQ(run_token({"qsh"}).status, exit_usage);
    EXPECT_EQ(run_token({"qsh", "--url", ""}).status, exit_ok);
    EXPECT_EQ(run_token({"qsh", "--url", "/", "--method", "G T"}).status, exit_usage);
}

TEST_F(TokenCommand, explain_tells_the_age_and_the_way_in_which_the_hash_would_fit)
{
    auto const result = run_token({"explain", page_token("/panel/?issue=ABC-1"), "--secret-file", secret_file,
                                   "--now", "1700000900", "--url", "/base/panel?issue=ABC-1"});
    EXPECT_EQ(result.status, exit_failed);
    EXPECT_THAT(result.out, AllOf(StartsWith("NOT VERIFIED"), HasSubstr("expired 14 minutes ago"),
                                  HasSubstr("GET&/base/panel&issue=ABC-1"), HasSubstr("the base path /base"),
                                  HasSubstr("GET&/panel&issue=ABC-1")));
    auto const unchecked = run_token({"explain", page_token(), "--url", page_url});
    EXPECT_EQ(unchecked.status, exit_ok);
    EXPECT_THAT(unchecked.out,
                AllOf(StartsWith("The signature was NOT checked"), HasSubstr("It is that of the request")));
    auto const unknown = run_token({"explain", page_token(), "--url", "/another", "--json"});
    auto const machine = json::parse(unknown.out);
    EXPECT_EQ(machine.at("signature_checked"), false);
    EXPECT_EQ(machine.at("request").at("fits"), false);
    EXPECT_FALSE(machine.at("request").contains("near_miss"));
}

TEST(ParseTime, takes_seconds_and_ISO_8601_and_nothing_else)
{
    for (auto const* const text :
         {"1700000000", "2023-11-14T22:13:20Z", "2023-11-15T00:13:20+02:00", "2023-11-14T18:43:20-0330"})
        EXPECT_EQ(parse_time(text), now) << text;
    for (auto const* const text :
         {"", "-1", "1e9", "1700000000x", "2023-11-14", "2023-11-14T22:13:20", "2023-13-14T22:13:20Z",
          "2023-02-29T22:13:20Z", "2023-11-14T24:13:20Z", "2023-11-14T22:60:20Z", "2023-11-14 22:13:20Z",
          "2023-11-14T22:13:20+1", "2023-11-14T22:13:20+24:00", "99999999999999999999"})
        EXPECT_EQ(parse_time(text), std::nullopt) << text;
}

} // namespace
} // namespace postern::cli
