#include "base/sha256.hpp"
#include "platform/connect/qsh.hpp"
#include "support/source_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace postern::platform::connect {
namespace {

using std::string_literals::operator""s;

struct Golden {
    char const* name;
    char const* method;
    std::string target;
    std::string base;
    SortOrder order;
    char const* canonical; // nullptr where the fact sheet gives only the hash
    char const* hash;
};

constexpr auto root_hash = "c88caad15a1c1a900b8ac08aa9686f4e8184539bea1deda36e2f649430df3239";
constexpr auto path_hash = "799be84a7fa35570087163c0cd9af3abff7ac05c2c12ba0bb1d7eebc984b3ac2";
constexpr auto hello_parameters =
    "lic=none&tz=Australia%2FSydney&cp=%2Fjira&user_key=&loc=en-US&user_id=&jwt=x.y.z"
    "&xdm_e=http%3A%2F%2Fstorm%3A2990&xdm_c=channel-servlet-hello-world&xdm_p=1";

// connect-protocol.md section 3, "Golden vectors".
std::vector<Golden> golden()
{
    using enum SortOrder;
    return {
        {"a path", "GET", "/path", "", java, "GET&/path&", path_hash},
        {"a path without its slash", "GET", "path", "", java, "GET&/path&", path_hash},
        {"a path with one slash too many", "GET", "/path/", "", java, "GET&/path&", path_hash},
        {"the root", "GET", "/", "", java, "GET&/&", root_hash},
        {"nothing at all", "GET", "", "", java, "GET&/&", root_hash},
        {"two slashes", "GET", "//", "", java, "GET&/&", root_hash},
        {"the documentation's sample", "GET", "/hello-world?"s + hello_parameters, "", java, nullptr,
         "8063ff4ca1e41df7bc90c8ab6d0f6207d491cf6dad7c66ea797b4614b71922e9"},
        {"the sample as POST, the body ignored", "POST", "/hello-world", "", java, "POST&/hello-world&",
         "6f95f3738e1b037a3bebbe0ad237d80fdbc1d5ae452e98ce03a9c004c178ebb4"},
        {"a page with the host's parameters", "GET",
         "/jira/"
         "configuration?xdm_e=https%3A%2F%2Ftest.atlassian.net&xdm_c=channel-com.github.integration.test"
         "__github-post-install-page&cp=&xdm_deprecated_addon_key_do_not_use=com.github.integration.test"
         "&lic=none&cv=1001.0.0-SNAPSHOT&jwt=abc",
         "", java, nullptr, "bcb1e97709b6bcbce5b08cabffe01050e13edabb7a64efbd45ee15ee4b6494d9"},
        {"repeated parameters", "GET",
         "/path/to/service?zee_last=param&repeated=parameter%201&first=param&repeated=parameter%202", "",
         java, "GET&/path/to/service&first=param&repeated=parameter%201,parameter%202&zee_last=param",
         "e52bb281606c3bd9ca16cfe96fe2df78f5d9ffa126f06befd750dfa10fa1a897"},
        {"a comma inside a value", "GET", "/p?x=b,a&x=a", "", java, "GET&/p&x=a,b%2Ca",
         "50359e157c3c7a10efcfadd84afd18505e281eecf81f7b91629ff698a0c69bf1"},
        {"brackets in JavaScript's order", "GET", "/p?filter%5Bx%5D=1&filterA=2", "", javascript,
         "GET&/p&filterA=2&filter%5Bx%5D=1",
         "b0008688c703851dbe5c9b45c7bad3018d451346d2d4ac4937b9212913fd61a2"},
        {"brackets in Java's order", "GET", "/p?filter%5Bx%5D=1&filterA=2", "", java,
         "GET&/p&filter%5Bx%5D=1&filterA=2",
         "3eccd01ffc25b1ea3a9dfd0b573453ef7b510beb8e201c0158b859b01b8e304f"},
        {"a base path that is only a prefix of the word", "GET", "/app/basement/panel?a=1",
         "https://host.example/app/base", java, "GET&/ment/panel&a=1",
         "54edcd3bea477e23f1a6925cfbe738e2e926701d4be34fe905e42fff1e25366b"},
    };
}

TEST(Qsh, hashesTheGoldenVectors)
{
    for (auto const& row : golden()) {
        auto const canonical = canonical_request(row.method, row.target, row.base, row.order);
        if (row.canonical != nullptr) {
            EXPECT_EQ(canonical, row.canonical) << row.name;
        }
        EXPECT_EQ(sha256_hex(canonical), row.hash) << row.name;
    }
}

TEST(Qsh, hashesAFormBody)
{
    auto const canonical = canonical_form_request("POST", "/hello-world", "", hello_parameters);
    EXPECT_TRUE(canonical.starts_with("POST&/hello-world&cp=%2Fjira&"));
    EXPECT_EQ(sha256_hex(canonical), "d7e7f00660965fc15745b2c423a89b85d0853c4463faca362e0371d008eb0927");
}

TEST(Qsh, agreesWithTheSharedVectors)
{
    std::filesystem::path const file = support::source_dir() / "../shared/vectors/qsh.json";
    if (!std::filesystem::exists(file))
        GTEST_SKIP() << "the shared vectors are not beside this checkout";
    std::ifstream in(file);
    auto const vectors = nlohmann::json::parse(in);
    ASSERT_GE(vectors.size(), 32U);
    auto const text = [](nlohmann::json const& row, char const* key) {
        return row.at(key).get<std::string>();
    };
    for (auto const& row : vectors) {
        auto const method = text(row, "method");
        auto const url = text(row, "url");
        auto const base = text(row, "baseUrl");
        auto const java = canonical_request(method, url, base, SortOrder::java);
        auto const javascript = canonical_request(method, url, base, SortOrder::javascript);
        EXPECT_EQ(java, text(row, "java_canonical"));
        EXPECT_EQ(sha256_hex(java), text(row, "java_qsh"));
        EXPECT_EQ(javascript, text(row, "js_canonical"));
        EXPECT_EQ(sha256_hex(javascript), text(row, "js_qsh"));
        EXPECT_EQ(java == javascript, row.at("same").get<bool>());
        EXPECT_EQ(query_hash(method, url, base), text(row, "java_qsh"));
        EXPECT_TRUE(match_query_hash(text(row, "js_qsh"), method, url, base)) << url;
    }
}

struct Canonical {
    char const* name;
    std::string target;
    char const* base;
    std::string expected; // canonical request of a GET in Java's order, raw path
};

class QshCanonical : public testing::TestWithParam<Canonical> {};

TEST_P(QshCanonical, isAsTheRuleSays)
{
    EXPECT_EQ(canonical_request("GET", GetParam().target, GetParam().base), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, QshCanonical,
    testing::Values(
        Canonical{"scheme and host of an absolute URL do not count", "https://a.example:8443/p?x=1", "",
                  "GET&/p&x=1"},
        Canonical{"an absolute URL without a path is the root", "HTTP://a.example?x=1", "", "GET&/&x=1"},
        Canonical{"a query may stand without a path", "?x=1", "", "GET&/&x=1"},
        Canonical{"a fragment does not count", "/p?x=1#y?z=2", "", "GET&/p&x=1"},
        Canonical{"a fragment behind the path does not count", "/p#?x=1", "", "GET&/p&"},
        Canonical{"an escape in the path stays as it is", "/a%2fb%2Fc%20d", "", "GET&/a%2fb%2Fc%20d&"},
        Canonical{"an ampersand in the path is escaped", "/a&b=c", "", "GET&/a%26b=c&"},
        Canonical{"only one slash is dropped at the end", "/a//", "", "GET&/a/&"},
        Canonical{"slashes inside stay", "/a//b", "", "GET&/a//b&"},
        Canonical{"a plus is a space", "/p?a=1+2", "", "GET&/p&a=1%202"},
        Canonical{"an escaped plus is a plus", "/p?a=1%2b2", "", "GET&/p&a=1%2B2"},
        Canonical{"a plus in the path is a plus", "/a+b", "", "GET&/a+b&"},
        Canonical{"only the first equals sign separates", "/p?a=b=c", "", "GET&/p&a=b%3Dc"},
        Canonical{"a name without a value has an empty one", "/p?a&b=", "", "GET&/p&a=&b="},
        Canonical{"a value without a name keeps its place", "/p?=v", "", "GET&/p&=v"},
        Canonical{"empty pieces do not count", "/p?&&a=1&&", "", "GET&/p&a=1"},
        Canonical{"a semicolon separates nothing", "/p?a=1;b=2", "", "GET&/p&a=1%3Bb%3D2"},
        Canonical{"a second question mark is part of the value", "/p?a=1?b=2", "", "GET&/p&a=1%3Fb%3D2"},
        Canonical{"every token parameter is dropped", "/p?jwt=1&a=b&jwt&%6Awt=2", "", "GET&/p&a=b"},
        Canonical{"only the exact name is dropped", "/p?JWT=1&jwt2=2&xjwt=3", "",
                  "GET&/p&JWT=1&jwt2=2&xjwt=3"},
        Canonical{"names of objects in JavaScript are names", "/p?__proto__=1&constructor=2", "",
                  "GET&/p&__proto__=1&constructor=2"},
        Canonical{"a broken escape stands for itself", "/p?a=%&b=%4&c=%zz&d=%%41", "",
                  "GET&/p&a=%25&b=%254&c=%25zz&d=%25A"},
        Canonical{"bytes that are no UTF-8 stay", "/p?a=%ff%fe&b=\xc3", "", "GET&/p&a=%FF%FE&b=%C3"},
        Canonical{"a zero byte is a byte", "/p?a=%00"s + '\0', "", "GET&/p&a=%00%00"},
        Canonical{"repeated names are one, their values sorted", "/p?x=2&y=&x=10&x=1", "",
                  "GET&/p&x=1,10,2&y="},
        Canonical{"values sort by what they mean, not by their escapes", "/p?x=a%20b&x=aAb&x=a-b", "",
                  "GET&/p&x=a%20b,a-b,aAb"},
        Canonical{"values sort by UTF-16 code units", "/p?x=%EF%BC%A1&x=%F0%9F%98%80&x=%ED%9F%BF", "",
                  "GET&/p&x=%ED%9F%BF,%F0%9F%98%80,%EF%BC%A1"},
        Canonical{"a shorter name comes first", "/p?ab=1&a=2&a-=3", "", "GET&/p&a=2&a-=3&ab=1"},
        Canonical{"the base path is removed", "/app/base/panel?a=1", "https://h.example/app/base",
                  "GET&/panel&a=1"},
        Canonical{"the base path may come alone", "/app/base/panel", "/app/base", "GET&/panel&"},
        Canonical{"a base path with a slash at the end is removed with it", "/app/base/panel", "/app/base/",
                  "GET&/panel&"},
        Canonical{"the base path itself is the root", "/app/base", "/app/base", "GET&/&"},
        Canonical{"the base path is a plain prefix of characters", "/apple/x", "/app", "GET&/le/x&"},
        Canonical{"the base path is removed once", "/app/app/x", "/app", "GET&/app/x&"},
        Canonical{"a path elsewhere keeps its start", "/other/app", "/app", "GET&/other/app&"},
        Canonical{"upper case is another base path", "/App/x", "/app", "GET&/App/x&"},
        Canonical{"an escaped base path is no prefix", "/%61pp/x", "/app", "GET&/%61pp/x&"},
        Canonical{"a base without a path removes nothing", "/x", "https://h.example", "GET&/x&"}),
    [](auto const& instance) {
        std::string name = instance.param.name;
        std::ranges::replace_if(
            name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
        return name;
    });

TEST(Qsh, writesTheMethodInUpperCase) { EXPECT_EQ(canonical_request("pAtCh", "/x", ""), "PATCH&/x&"); }

TEST(Qsh, decodesThePathBehindTheBase)
{
    auto const decoded = [](std::string_view target, std::string_view base) {
        return canonical_request("GET", target, base, SortOrder::java, PathForm::decoded);
    };
    EXPECT_EQ(decoded("/a%20b/%C3%A9%26%2F/?x=%20", ""), "GET&/a b/\xc3\xa9%26/&x=%20");
    EXPECT_EQ(decoded("/a%zz%4", ""), "GET&/a%zz%4&");
    EXPECT_EQ(decoded("/my%20app/p", "/my%20app"), "GET&/p&");
}

TEST(Qsh, keepsTheTokenParameterOnlyWhenAsked)
{
    EXPECT_EQ(canonical_query("jwt=a.b&a=1"), "a=1");
    EXPECT_EQ(canonical_query("jwt=a.b&a=1", SortOrder::java, TokenParameter::kept), "a=1&jwt=a.b");
}

// --- matching
// -----------------------------------------------------------------------------------------------

std::string hash_of(std::string_view canonical) { return sha256_hex(canonical); }

TEST(QshMatch, namesTheVariantThatFits)
{
    using enum SortOrder;
    using enum PathForm;
    using enum ParameterSource;
    auto const* const target = "/a%20b?filter%5Bx%5D=1&filterA=2";
    struct Row {
        std::string canonical;
        QshVariant variant;
    };
    std::vector<Row> const rows{
        {"GET&/a%20b&filter%5Bx%5D=1&filterA=2", {java, raw, query}},
        {"GET&/a%20b&filterA=2&filter%5Bx%5D=1", {javascript, raw, query}},
        {"GET&/a b&filter%5Bx%5D=1&filterA=2", {java, decoded, query}},
        {"GET&/a b&filterA=2&filter%5Bx%5D=1", {javascript, decoded, query}},
    };
    for (auto const& row : rows) {
        auto const fitted = match_query_hash(hash_of(row.canonical), "GET", target, "");
        ASSERT_TRUE(fitted) << row.canonical;
        EXPECT_EQ(*fitted, row.variant) << row.canonical;
    }
}

TEST(QshMatch, takesJavasOrderWhereBothAgree)
{
    auto const fitted = match_query_hash(hash_of("GET&/p&a=1&b=2"), "GET", "/p?b=2&a=1", "");
    ASSERT_TRUE(fitted);
    EXPECT_EQ(*fitted, QshVariant{});
}

struct FormRow {
    char const* name;
    char const* method;
    char const* target;
    bool fits;
};

TEST(QshMatch, readsTheFormBodyOnlyWhereTheQueryIsEmpty)
{
    for (auto const& row : std::vector<FormRow>{
             {"POST without a query", "POST", "/p", true},
             {"post in lower case", "post", "/p", true},
             {"PUT", "PUT", "/p", true},
             {"an empty query", "POST", "/p?", true},
             {"a query of separators only", "POST", "/p?&&", true},
             {"GET has no form", "GET", "/p", false},
             {"PATCH is not among the host's methods with a form", "PATCH", "/p", false},
             {"a query wins over the form", "POST", "/p?x=1", false},
             {"the token parameter makes the query a query", "POST", "/p?jwt=t", false},
         }) {
        std::string method = row.method;
        std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::toupper(c); });
        auto const expected = hash_of(method + "&/p&a=1&b=%20");
        auto const fitted = match_query_hash(expected, row.method, row.target, "", "b=+&jwt=t&a=1");
        EXPECT_EQ(fitted.has_value(), row.fits) << row.name;
        if (fitted) {
            EXPECT_EQ(fitted->parameters, ParameterSource::form_body) << row.name;
        }
        EXPECT_FALSE(match_query_hash(expected, row.method, row.target, ""))
            << row.name << ", without a body";
    }
}

TEST(QshMatch, prefersTheQueryOverTheForm)
{
    auto const fitted = match_query_hash(hash_of("POST&/p&"), "POST", "/p", "", "a=1");
    ASSERT_TRUE(fitted);
    EXPECT_EQ(fitted->parameters, ParameterSource::query);
}

TEST(QshMatch, refusesWhatIsNotTheWholeHash)
{
    auto const hash = query_hash("GET", "/p?a=1", "");
    ASSERT_TRUE(match_query_hash(hash, "GET", "/p?a=1", ""));
    auto upper = hash;
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
    auto last_digit = hash;
    last_digit.back() = last_digit.back() == '0' ? '1' : '0';
    for (auto const& wrong : {""s, hash.substr(0, 63), hash + "0", hash + '\0', upper, last_digit,
                              std::string(64, '0'), std::string(context_qsh)})
        EXPECT_FALSE(match_query_hash(wrong, "GET", "/p?a=1", "")) << wrong;
}

TEST(QshMatch, isBoundToMethodPathAndParameters)
{
    auto const hash = query_hash("GET", "/p?a=1", "");
    EXPECT_FALSE(match_query_hash(hash, "POST", "/p?a=1", ""));
    EXPECT_FALSE(match_query_hash(hash, "GET", "/q?a=1", ""));
    EXPECT_FALSE(match_query_hash(hash, "GET", "/p?a=2", ""));
    EXPECT_FALSE(match_query_hash(hash, "GET", "/p?a=1&a=1", ""));
    EXPECT_FALSE(match_query_hash(hash, "GET", "/p", ""));
}

TEST(QshMatch, describesItsVariants)
{
    EXPECT_EQ(describe({}), "query parameters sorted as Java does, raw path");
    EXPECT_EQ(describe({SortOrder::javascript, PathForm::decoded, ParameterSource::form_body}),
              "form body parameters sorted as JavaScript does, decoded path");
}

// --- properties
// ---------------------------------------------------------------------------------------------

using Pairs = std::vector<std::pair<std::string, std::string>>;

rc::Gen<std::string> any_text(std::string const& alphabet)
{
    return rc::gen::container<std::string>(rc::gen::elementOf(alphabet));
}

std::string escape_everything(std::string_view text, std::string_view digits)
{
    std::string out;
    for (unsigned char const c : text) {
        out += '%';
        out += digits[c >> 4];
        out += digits[c & 0x0f];
    }
    return out;
}

rc::Gen<Pairs> any_pairs()
{
    auto const part = any_text("aAbZ09-._~ +*'()!,=&;/?:[]%\xc3\xa9\xef\xf0"s);
    return rc::gen::container<Pairs>(rc::gen::pair(part, part));
}

std::string form(Pairs const& pairs, std::string_view digits = "0123456789ABCDEF")
{
    std::string out;
    for (auto const& [name, value] : pairs)
        out += (out.empty() ? "" : "&") + escape_everything(name, digits) + "=" +
               escape_everything(value, digits);
    return out;
}

RC_GTEST_PROP(QshProperty, theOrderOfParametersDoesNotMatter, ())
{
    auto pairs = *any_pairs();
    auto const before = form(pairs);
    std::ranges::reverse(pairs);
    for (auto const order : {SortOrder::java, SortOrder::javascript})
        RC_ASSERT(canonical_query(before, order) == canonical_query(form(pairs), order));
}

RC_GTEST_PROP(QshProperty, theTokenParameterDoesNotMatter, ())
{
    auto const query = form(*any_pairs());
    auto const token = *any_text("aB9-_."s);
    RC_ASSERT(query_hash("GET", "/p?" + query, "") == query_hash("GET", "/p?" + query + "&jwt=" + token, ""));
    RC_ASSERT(query_hash("GET", "/p?" + query, "") == query_hash("GET", "/p?jwt=" + token + "&" + query, ""));
}

RC_GTEST_PROP(QshProperty, theCaseOfEscapesInTheQueryDoesNotMatter, ())
{
    auto const pairs = *any_pairs();
    RC_ASSERT(canonical_query(form(pairs)) == canonical_query(form(pairs, "0123456789abcdef")));
}

RC_GTEST_PROP(QshProperty, aCanonicalQueryOfDistinctNamesIsItsOwnCanonicalForm, ())
{
    auto pairs = *any_pairs();
    std::ranges::sort(pairs, {}, &std::pair<std::string, std::string>::first);
    auto const twice = std::ranges::unique(pairs, {}, &std::pair<std::string, std::string>::first);
    pairs.erase(twice.begin(), twice.end());
    for (auto const order : {SortOrder::java, SortOrder::javascript}) {
        auto const once = canonical_query(form(pairs), order);
        RC_ASSERT(canonical_query(once, order) == once);
    }
}

RC_GTEST_PROP(QshProperty, whatIsMintedMatches, ())
{
    auto const target = *any_text("/aB.%24&=?+#\xc3 "s);
    auto const base = *any_text("/aB"s);
    auto const fitted = match_query_hash(query_hash("GET", target, base), "GET", target, base);
    RC_ASSERT(fitted.has_value());
    RC_ASSERT(*fitted == QshVariant{});
}

RC_GTEST_PROP(QshProperty, theHasherAgreesWithTheFunctions, ())
{
    QueryHasher hasher; // one for several requests: nothing of an earlier one may remain
    for (int i = 0; i < 3; ++i) {
        auto const target = *any_text("/aB.%24&=?+#j\xef\xf0 "s);
        auto const body = form(*any_pairs());
        RC_ASSERT(hasher.query_hash("POST", target, "/a") == query_hash("POST", target, "/a"));
        for (auto const order : {SortOrder::java, SortOrder::javascript})
            for (auto const path : {PathForm::raw, PathForm::decoded}) {
                RC_ASSERT(
                    hasher.canonical_request("POST", target, "/a", {order, path, ParameterSource::query}) ==
                    canonical_request("POST", target, "/a", order, path));
                auto const canonical = canonical_form_request("POST", target, "/a", body, order, path);
                RC_ASSERT(hasher.canonical_request("POST", target, "/a",
                                                   {order, path, ParameterSource::form_body},
                                                   body) == canonical);
                RC_ASSERT(hasher.match(sha256_hex(canonical), "POST", target, "/a", body) ==
                          match_query_hash(sha256_hex(canonical), "POST", target, "/a", body));
            }
    }
}

} // namespace
} // namespace postern::platform::connect
