#include "platform/connect/descriptor.hpp"
#include "platform/connect/located_json.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace postern::platform::connect {
namespace {

using namespace std::string_literals;

App read(std::string_view text)
{
    auto app = read_descriptor(text, std::nullopt);
    EXPECT_TRUE(app) << (app ? "" : app.error().message);
    return app ? *app : App{};
}

TEST(Descriptor, tellsWhatTheAppIs)
{
    auto const app = read(R"({"key":"com.example.app","name":"Notes","baseUrl":"https://app.example/base/",
                              "authentication":{"type":"JWT"},"modules":{}})");
    EXPECT_EQ(app.key, "com.example.app");
    EXPECT_EQ(app.name, "Notes");
    EXPECT_EQ(app.base_url.text(), "https://app.example/base/");
    EXPECT_EQ(app.authentication, Authentication::jwt);
}

TEST(Descriptor, comparesTheAuthenticationTypeWithoutCase)
{
    struct Row {
        char const* name;
        char const* authentication;
        Authentication expected;
        std::size_t warnings; // beside "there is nothing to probe"
    };
    for (auto const& [name, authentication, expected, warnings] : std::vector<Row>{
             {"absent", "", Authentication::jwt, 0},
             {"null", R"(,"authentication":null)", Authentication::jwt, 0},
             {"without a type", R"(,"authentication":{})", Authentication::jwt, 0},
             {"jwt", R"(,"authentication":{"type":"jwt"})", Authentication::jwt, 0},
             {"none", R"(,"authentication":{"type":"none"})", Authentication::none, 0},
             {"none in capitals", R"(,"authentication":{"type":"NONE"})", Authentication::none, 0},
             {"a type that is not known", R"(,"authentication":{"type":"oauth"})", Authentication::jwt, 1}}) {
        auto const app = read(R"({"key":"k","baseUrl":"https://app.example")"s + authentication + "}");
        EXPECT_EQ(app.authentication, expected) << name;
        EXPECT_EQ(app.warnings.size(), 1 + warnings) << name;
    }
}

TEST(Descriptor, needsNoBaseUrlOfItsOwnIfOneIsGiven)
{
    auto const given = http::parse_url("https://other.example/x");
    for (auto const* base : {"", R"(,"baseUrl":"")", R"(,"baseUrl":null)", R"(,"baseUrl":"{{localBaseUrl}}")",
                             R"(,"baseUrl":"https://app.example")", R"(,"baseUrl":"not a URL")"}) {
        auto const app = read_descriptor(R"({"key":"k")"s + base + "}", *given);
        ASSERT_TRUE(app) << base;
        EXPECT_EQ(app->base_url, *given);
    }
}

struct Bad {
    char const* name;
    std::string text;
    char const* message;
    char const* pointer = "";
    std::optional<Position> position;
};

// Each row spoils one thing of a descriptor.
std::vector<Bad> bad()
{
    auto const with = [](std::string const& members) {
        return R"({"key":"k","baseUrl":"https://app.example",)" + members + "}";
    };
    return {
        {"an empty text", "", "the descriptor is empty"},
        {"only spaces", " \r\n", "the descriptor is empty"},
        {"an HTML page", "<!DOCTYPE html><html></html>", "this is an HTML page, not a descriptor"},
        {"an HTML page in capitals", "\n<HTML>", "this is an HTML page, not a descriptor"},
        {"an XML descriptor", "<?xml version=\"1.0\"?><atlassian-plugin/>", "this is an XML descriptor"},
        {"some other markup", "<x>", "this is HTML or XML, not a descriptor"},
        {"UTF-16", "\xFF\xFE{\0"s, "the descriptor is encoded in UTF-16"},
        {"a gzip file", "\x1F\x8B\x08", "this is a gzip file"},
        {"a Forge manifest", "modules:\n  jira:issuePanel:\n", "this looks like a Forge manifest"},
        {"a comment", "// why\n{}", "the descriptor is not JSON: it has a comment", "", Position{1, 1}},
        {"a block comment", "{\n /* why */ }", "the descriptor is not JSON: it has a comment", "",
         Position{2, 2}},
        {"single quotes", "{'key':1}", "the descriptor is not JSON: it has a string in single quotes", "",
         Position{1, 2}},
        {"a name without quotes", "{key:1}", "the descriptor is not JSON: it has a name without quotes", "",
         Position{1, 2}},
        {"a comma too many", "{\"key\":1,\n}", "the descriptor is not JSON: it has a comma", "",
         Position{2, 1}},
        {"a block of a template", "{\n {% if x %} }", "the descriptor is a template", "", Position{2, 2}},
        {"a placeholder of a template", "{\"key\": {{ key }} }", "the descriptor is a template", "",
         Position{1, 10}},
        {"something else", "{\"key\" 1}",
         "the descriptor is not JSON: syntax error while parsing object separator", "", Position{1, 8}},
        {"a text that ends too early", "{\"key\":", "the descriptor is not JSON", "", Position{1, 8}},
        {"a list", "[]", "the descriptor must be an object, not a list", "", Position{1, 1}},
        {"too deep", "{\"a\":" + std::string(200, '[') + std::string(200, ']') + "}",
         "the descriptor is nested more than 64 deep", "", Position{1, 69}},
        {"no key", R"({"baseUrl":"https://app.example"})", "the descriptor has no key", "", Position{1, 1}},
        {"a key that is a number", "{\n\"key\": 7}", "/key must be a string, not a number", "/key",
         Position{2, 8}},
        {"an empty key", R"({"key":""})", "/key must have 1 to 256 bytes", "/key", Position{1, 8}},
        {"no base URL", R"({"key":"k"})", "the descriptor has no baseUrl", "", Position{1, 1}},
        {"an empty base URL", R"({"key":"k","baseUrl":""})", "/baseUrl is empty", "/baseUrl",
         Position{1, 22}},
        {"a base URL that is a list", R"({"key":"k","baseUrl":[]})", "/baseUrl must be a string, not a list",
         "/baseUrl", Position{1, 22}},
        {"a relative base URL", R"({"key":"k","baseUrl":"/app"})",
         "/baseUrl cannot be used: the URL is relative", "/baseUrl", Position{1, 22}},
        {"a base URL without a scheme", R"({"key":"k","baseUrl":"//app.example"})",
         "/baseUrl cannot be used: the URL is relative", "/baseUrl", Position{1, 22}},
        {"a base URL of another scheme", R"({"key":"k","baseUrl":"ftp://app.example"})",
         "/baseUrl cannot be used: the URL's scheme is neither http nor https", "/baseUrl", Position{1, 22}},
        {"a base URL with a password", R"({"key":"k","baseUrl":"https://u:p@app.example"})",
         "/baseUrl cannot be used: the URL carries a user name or password", "/baseUrl", Position{1, 22}},
        {"a base URL of a template", R"({"key":"k","baseUrl":"{{localBaseUrl}}"})",
         "/baseUrl is a template that has not been filled in: \"{{localBaseUrl}}\"", "/baseUrl",
         Position{1, 22}},
        {"a base URL with a property", R"({"key":"k","baseUrl":"http://localhost:${port}"})",
         "/baseUrl is a template that has not been filled in", "/baseUrl", Position{1, 22}},
        {"authentication that is a string", with(R"("authentication":"jwt")"),
         "/authentication must be an object, not a string", "/authentication", Position{1, 61}},
        {"lifecycle that is a list", with(R"("lifecycle":[])"), "/lifecycle must be an object, not a list",
         "/lifecycle", Position{1, 56}},
        {"a lifecycle address that is a number", with(R"("lifecycle":{"installed":1})"),
         "/lifecycle/installed must be a string, not a number", "/lifecycle/installed", Position{1, 69}},
        {"modules that are a list", with(R"("modules":[])"), "/modules must be an object, not a list",
         "/modules", Position{1, 54}},
        {"a list of modules that is a string", with(R"("modules":{"webPanels":"x"})"),
         "/modules/webPanels must be a list of modules or one module, not a string", "/modules/webPanels",
         Position{1, 67}},
        {"a module that is a string", with(R"("modules":{"webPanels":["x"]})"),
         "/modules/webPanels/0 must be an object, not a string", "/modules/webPanels/0", Position{1, 68}},
        {"a URL that is a list", with(R"("modules":{"webPanels":[{"url":["/x"]}]})"),
         "/modules/webPanels/0/url must be a string, not a list", "/modules/webPanels/0/url",
         Position{1, 75}},
    };
}

TEST(Descriptor, saysWhatIsWrongWhereAndWhatToDo)
{
    for (auto const& row : bad()) {
        auto const app = read_descriptor(row.text, std::nullopt);
        ASSERT_FALSE(app) << row.name;
        EXPECT_TRUE(app.error().message.starts_with(row.message)) << row.name << ": " << app.error().message;
        EXPECT_EQ(app.error().pointer, row.pointer) << row.name;
        EXPECT_EQ(app.error().position.has_value(), row.position.has_value()) << row.name;
        if (app.error().position && row.position) {
            EXPECT_EQ(app.error().position->line, row.position->line) << row.name;
            EXPECT_EQ(app.error().position->column, row.position->column) << row.name;
        }
        EXPECT_FALSE(app.error().remedy.empty()) << row.name;
        EXPECT_FALSE(app.error().remedy.ends_with('.')) << row.name; // it stands behind "; "
    }
}

TEST(Descriptor, lacksABaseUrlWhereItIsATemplateOrRelative)
{
    for (auto const* text : {R"({"key":"k"})", R"({"key":"k","baseUrl":""})",
                             R"({"key":"k","baseUrl":"{{localBaseUrl}}"})", R"({"key":"k","baseUrl":"/"})"}) {
        auto const app = read_descriptor(text, std::nullopt);
        ASSERT_FALSE(app) << text;
        EXPECT_EQ(app.error().kind, DescriptorError::Kind::without_base_url) << text;
    }
    auto const app = read_descriptor(R"({"key":"k","baseUrl":"ftp://app.example"})", std::nullopt);
    ASSERT_FALSE(app);
    EXPECT_EQ(app.error().kind, DescriptorError::Kind::unusable);
}

TEST(Descriptor, warnsOfWhatDoesNotStopAScan)
{
    auto const app =
        read("{\"key\":\"k k\",\"name\":\"a\",\n\"name\":\"b\",\"baseUrl\":\"https://app.example?x\"}");
    EXPECT_EQ(app.name, "b");
    auto const expected = std::vector<std::string>{
        "/key holds other characters than letters, digits, \"-\", \".\" and \"_\" (line 1, column 8)",
        "the base URL has a query, which is ignored",
        "\"name\" stands more than once in one object; the last one counts (line 1, column 21)",
        "the descriptor names no address of the app: there is nothing to probe"};
    EXPECT_EQ(app.warnings, expected);
}

TEST(Descriptor, limitsTheNumberOfAddresses)
{
    std::string text = R"({"key":"k","baseUrl":"https://app.example","modules":{"generalPages":[)";
    for (auto i = 0; i < 5001; ++i)
        text += i == 0 ? R"({"url":"/"})" : R"(,{"url":"/"})";
    auto const app = read_descriptor(text + "]}}", std::nullopt);
    ASSERT_FALSE(app);
    EXPECT_EQ(app.error().message, "the descriptor has more than 5000 addresses");
    EXPECT_EQ(app.error().pointer, "/modules/generalPages/5000/url");
}

} // namespace
} // namespace postern::platform::connect
