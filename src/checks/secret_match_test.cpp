#include "checks/secret_form.hpp"
#include "checks/secret_match.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace postern::checks {
namespace {

// None of these is a key of anybody's. They stand here in pieces, so that no scanner of this repository takes
// them for one.
std::string const github = "gh" + std::string("p_k2LxR0vNq8ZtWb5JcYh3PfGd7sMuAe") + "0TkTy4";
std::string const npm = "np" + std::string("m_7dVhQ2mXwT9bRk4LzJ0cYp6NsGf8Ha") + "2DwHGw";
std::string const stripe = "sk_" + std::string("live_9sKd02LmQpX7vBnC4tRw");
std::string const slack = "xo" + std::string("xb-190283746501-q7Rt2LkPz0VmXc4Bn");
std::string const google = "AI" + std::string("zaSyB3kQ9vR2mXw7Tz0LpN4cJ8hGdY1fUeAZq");
std::string const aws = "AK" + std::string("IAQ3X7RT2LMW5ZKD4P");
std::string const aws_secret = "wq8Zt/Wb5JcYh3Pf+Gd7sMuAeR0vNxk2LTk4Ty9Q";
std::string const atlassian =
    "ATATT3x" + std::string("FfGF0k2LxR0vNq8ZtWb5JcYh3PfGd7sMuAe7dVhQ2mXwT9bRk4LzJ0cYp6NsGf8Ha=1A2B3C4D");
std::string const shared_secret = "9fKd02LmQpX7vBnC4tRwZ8sY1uGhJe5A";
std::string const key_body = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgX3kQ9vR2mXw7Tz0L\n"
                             "pN4cJ8hGdY1fUeAb5ZtWq8vNk2LxR0hRANCAAQk7dVhQ2mXwT9bRk4LzJ0cYp6N\n";

std::string key_of(std::string const& label, std::string const& body)
{
    return "-----BEGIN " + label + "-----\n" + body + "-----END " + label + "-----\n";
}

std::vector<std::string> rules_in(std::string_view text)
{
    std::vector<std::string> ids;
    for (auto const& match : find_secrets(text))
        ids.push_back(match.rule->id);
    return ids;
}

TEST(SecretMatch, knows_each_kind_by_its_form)
{
    std::vector<std::pair<std::string, std::string>> const rows{
        {"const t = '" + github + "';", "github-token"},
        {"//registry.example/:_authToken=" + npm, "npm-token"},
        {"{key:\"" + stripe + "\"}", "stripe-live-key"},
        {"token " + slack + "\n", "slack-token"},
        {"https://maps.example/?key=" + google + "&v=3", "google-api-key"},
        {"id=" + aws + " ", "aws-access-key-id"},
        {"secretAccessKey: \"" + aws_secret + "\"", "aws-secret-key"},
        {"AWS_SECRET_ACCESS_KEY=" + aws_secret + "\n", "aws-secret-key"},
        {"Basic me@example.com:" + atlassian, "atlassian-api-token"},
        {R"({"clientKey":"a","sharedSecret":")" + shared_secret + "\"}", "connect-shared-secret"},
        {R"({\"sharedSecret\":\")" + shared_secret + "\\\"}", "connect-shared-secret"},
        {"shared_secret = '" + shared_secret + "'", "connect-shared-secret"},
        {key_of("PRIVATE KEY", key_body), "private-key"},
        {"'-----BEGIN EC PRIVATE KEY-----\\n" + key_body + "'", "private-key"},
        {"postgres://app:t0pS3cr3tx@db.internal:5432/app", "database-password"},
        {"https://app:t0pS3cr3tx@db.internal/", "address-password"},
        {"client_secret: 'q7Rt2LkPz0VmXc4Bn'", "named-secret"},
        {"password=\"q7Rt2!LkPz0VmXc4\"", "named-secret"},
        {"x = {'api-key': `q7Rt2LkPz0VmXc4Bn`}", "named-secret"},
        {"t=eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzb21lYm9keSJ9.[redacted signature]", "web-token"},
    };
    for (auto const& [text, rule] : rows)
        EXPECT_THAT(rules_in(text), testing::ElementsAre(rule)) << text;
}

TEST(SecretMatch, says_where_the_secret_stands_and_nothing_around_it)
{
    auto const text = "a\nlet t='" + github + "';\n" + key_of("PRIVATE KEY", key_body);
    auto const found = find_secrets(text);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(text.substr(found[0].at, found[0].size), github);
    EXPECT_EQ(place_of(text, found[0].at), (TextPlace{2, 8}));
    EXPECT_EQ(text.substr(found[1].at, found[1].size) + "\n", key_body);
    auto const url = std::string("amqp://app:t0pS3cr3tx@queue");
    EXPECT_EQ(url.substr(find_secrets(url).at(0).at, find_secrets(url).at(0).size), "t0pS3cr3tx");
}

TEST(SecretMatch, hides_all_but_the_first_characters)
{
    auto const text = "let t='" + github + "', p={password:'q7Rt2LkPz0VmX'};";
    auto const hidden = without_secrets(text);
    EXPECT_EQ(hidden, "let t='ghp_" + std::string(36, '*') + "', p={password:'q************'};");
    EXPECT_EQ(shown(github), "ghp_…");
    EXPECT_EQ(shown("q7Rt2LkPz0VmX"), "q…");
}

TEST(SecretMatch, takes_what_is_written_in_place_of_a_secret_for_none)
{
    for (std::string const text : {
             "sharedSecret: 'your-shared-secret-here'",
             "sharedSecret: process.env.SHARED_SECRET",
             "sharedSecret: \"xxxxxxxxxxxxxxxxxxxxxxxx\"",
             "AK"
             "IAIOSFODNN7EXAMPLE",
             "password: 'current-password'",
             "password: \"auth.form.password.label2\"",
             "secret: '/run/secrets/app1-token'",
             "apiKey: '550e8400-e29b-41d4-a716-446655440000'",
             "passwordField: 'q7Rt2LkPz0VmXc4Bn'",
             "tokenType: 'q7Rt2LkPz0VmXc4Bn'",
             "secret === 'q7Rt2LkPz0VmXc4Bn'",
             "secret => 'q7Rt2LkPz0VmXc4Bn'",
             "postgres://user:password@localhost/db",
             "postgres://app:${DB_PASSWORD}@db/app",
             "https://user:pass@example.com/",
             "https://app.example/a:b@c",
             "sk_"
             "test_9sKd02LmQpX7vBnC4tRw",
         })
        EXPECT_THAT(rules_in(text), testing::IsEmpty()) << text;
    auto wrong_checksum = github;
    wrong_checksum.back() = '5';
    EXPECT_THAT(rules_in(wrong_checksum), testing::IsEmpty());
    EXPECT_THAT(rules_in("x" + github), testing::IsEmpty()) << "the middle of a word";
    EXPECT_THAT(rules_in(github + "x"), testing::IsEmpty()) << "the beginning of a longer word";
    EXPECT_THAT(rules_in(key_of("PUBLIC KEY", key_body)), testing::IsEmpty());
    EXPECT_THAT(rules_in(key_of("PRIVATE KEY", "...\n")), testing::IsEmpty());
    EXPECT_THAT(rules_in("eyJhbGciOiJub25lIn0.eyJpc3MiOiJwb3N0ZXJuLXRlc3QifQ."), testing::IsEmpty());
}

// What front ends are full of, and what looks random without being a secret.
TEST(SecretMatch, leaves_bundles_images_and_hashes_alone)
{
    std::mt19937 random(1);
    auto const drawn = [&](std::string_view alphabet, std::size_t size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i)
            text += alphabet[random() % alphabet.size()];
        return text;
    };
    constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    constexpr std::string_view hex = "0123456789abcdef";
    for (int round = 0; round < 50; ++round) {
        for (auto const& text : std::vector<std::string>{
                 "<img src=\"data:image/png;base64,iVBORw0KGgo" + drawn(base64, 4000) + "==\">",
                 "background:url(data:font/woff2;base64," + drawn(base64, 4000) + ")",
                 "<script src=/a.js integrity=\"sha384-" + drawn(base64, 64) + "\"></script>",
                 "(self.webpackChunk=self.webpackChunk||[]).push([[179],{4184:(e,t,n)=>{\"use "
                 "strict\";n.r(t)," +
                     ("e.exports=n.p+\"static/media/logo." + drawn(hex, 20) + ".svg\"") + "}}]);",
                 "__webpack_require__.u=e=>\"js/\"+e+\".\"+{179:\"" + drawn(hex, 8) + "\",200:\"" +
                     drawn(hex, 20) + "\"}[e]+\".chunk.js\"",
                 R"({"version":3,"mappings":"AAAA,SAASA,)" + drawn(base64, 3000) +
                     R"(;IAAIC,MAAM","names":["password","secret"],"sources":["../src/a.ts"]})",
                 R"({"version":3,"file":"a.js","x_facebook_sources":[[{"names":["<global>"],"mappings":")" +
                     drawn("ACEGIKMO,;", 500) + "\"}]]}",
                 "<meta name=csrf content=" + drawn(hex, 64) + ">",
                 "var id=\"" + drawn(hex, 8) + "-" + drawn(hex, 4) + "-4" + drawn(hex, 3) + "-a" +
                     drawn(hex, 3) + "-" + drawn(hex, 12) + "\"",
                 "\"resolved\":\"https://r.example/a.tgz\",\"integrity\":\"sha512-" + drawn(base64, 86) +
                     "==\",\"password\":{\"type\":\"string\"}",
                 "t.password=function(e){return e.length>12},r.secret=\"\",n.apiKey=null,i.token=void 0",
                 "input[type=\"password\"]{border:1px}label{secret:\"#a1b2c3d4e5f6\"}",
             })
            EXPECT_THAT(rules_in(text), testing::IsEmpty()) << text;
    }
}

TEST(SecretMatch, stops_at_its_limit)
{
    std::string text;
    for (std::size_t i = 0; i < 2 * secret_matches_max; ++i)
        text += "'" + github + "'\n";
    EXPECT_EQ(find_secrets(text).size(), secret_matches_max);
}

// The checksum of a token that its owner had revoked before he published it, as an example of the format.
TEST(SecretForm, computes_the_published_checksum)
{
    EXPECT_EQ(crc32("123456789"), 0xcbf43926U);
    EXPECT_TRUE(has_base62_checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"));
    EXPECT_FALSE(has_base62_checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18"));
    EXPECT_FALSE(has_base62_checksum("0mLq17"));
}

TEST(SecretRules, are_all_read_and_have_names_of_their_own)
{
    auto const& rules = secret_rules();
    EXPECT_GE(rules.rules.size(), 15u);
    std::vector<std::string> ids;
    for (auto const& rule : rules.rules)
        ids.push_back(rule.id);
    std::ranges::sort(ids);
    EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end());
}

TEST(SecretRules, say_which_rule_is_wrong)
{
    auto const read = [](std::string_view rule) {
        auto const rules = read_secret_rules(fmt::format(
            R"({{"format":"postern-secret-rules-1","version":"1","placeholders":[],"rules":[{}]}})", rule));
        return rules ? "" : rules.error();
    };
    EXPECT_THAT(read("{}"), testing::StartsWith("rule 0: "));
    EXPECT_THAT(
        read(R"({"id":"a","title":"a","kind":"prefixed","length":{"min":1,"max":2},"certainty":"certain",
                         "severity":"high"})"),
        testing::HasSubstr("\"starts\" or \"names\""));
    EXPECT_FALSE(read_secret_rules("[").has_value());
    EXPECT_THAT(read_secret_rules(R"({"format":"postern-secret-rules-2"})").error(),
                testing::HasSubstr("postern-secret-rules-1"));
}

} // namespace
} // namespace postern::checks
