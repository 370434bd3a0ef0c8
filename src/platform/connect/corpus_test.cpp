// Public descriptors as they stand in their repositories; skipped where they are not beside the checkout.

#include "platform/connect/connect_platform.hpp"
#include "support/source_dir.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace postern::platform::connect {
namespace {

std::filesystem::path const folder = support::source_dir() / "../shared/corpus/descriptors";

std::string slurp(std::filesystem::path const& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::map<std::string, std::string> corpus()
{
    std::map<std::string, std::string> texts;
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".json")
            texts[entry.path().filename()] = slurp(entry.path());
    return texts;
}

http::Url given_base_url() { return *http::parse_url("https://app.example/base"); }

// Those that no base URL helps, by how their message starts.
std::map<std::string, std::string> const unusable{
    {"gerasev-kirill__atlassian-connect-django__1.json",
     "the descriptor is a template that has not been filled in"},
    {"pixelwelding__django-atlassian-connect__1.json",
     "the descriptor is a template that has not been filled in"},
    {"svalio__atlassian-connect-express-encryption.json",
     "the descriptor is not JSON: it has a comment, which JSON does not know"},
};

// Those whose own base URL cannot be used.
std::map<std::string, std::string> const unusable_base_url{
    {"AtomOpera__ACE-context-2024.json", "/baseUrl is a template"},
    {"Avkar-Yazilim__atlassian-connect-express-template.json", "/baseUrl is a template"},
    {"JBarna__slack-saver.json", "/baseUrl is a template"},
    {"Seitenbau__schaetzle.json", "/baseUrl is a template"},
    {"ZenUml__confluence-plugin-cloud.json", "/baseUrl is a template"},
    {"atlassian-labs__connect-security-req-tester.json", "/baseUrl cannot be used: the URL is relative"},
    {"cadmiumkitty__taxonomies-for-confluence.json", "/baseUrl is a template"},
    {"jmigueprieto__ticket-linter.json", "/baseUrl is a template"},
    {"kawashinji__atlassian-connect-jira-example.json", "/baseUrl is a template"},
    {"lackorol__jira-cloud-extended-search-extension.json", "/baseUrl is a template"},
    {"pghoshal__atlassian-connect-spring-boot.json", "/baseUrl is a template"},
    {"pghoshal__atlassian-connect-spring-boot__2.json", "/baseUrl is a template"},
    {"rhysdiab__atlassian-connect-express-next.json", "/baseUrl is a template"},
    {"testerccw__azure-notifications-for-jira-addon.json", "/baseUrl is a template"},
    {"vikram6__jira-connect-pair-up.json", "/baseUrl is a template"},
    {"zjhayes__Tag-for-Checkout.json", "/baseUrl is a template"},
};

// The text that begins at a place.
std::string_view text_at(std::string_view text, Position position)
{
    for (auto line = 1; line < position.line; ++line)
        text.remove_prefix(text.find('\n') + 1);
    return text.substr(static_cast<std::size_t>(position.column - 1));
}

void expect_plan(std::string const& name, std::string const& text, App const& app)
{
    ConnectPlatform const platform;
    SeededRandom random(1);
    auto const context = platform.make_context(app, "a", random);
    for (auto const& endpoint : app.endpoints) {
        auto const address = platform.endpoint_url(app, endpoint, context);
        EXPECT_TRUE(address.starts_with(app.base_url.origin())) << name << ": " << address;
        EXPECT_FALSE(address.contains('{')) << name << ": " << address;
        // None of these files escapes a character of a URL.
        auto const quoted = '"' + endpoint.url_template + '"';
        EXPECT_TRUE(text_at(text, endpoint.position).starts_with(quoted)) << name << ": " << endpoint.id;
    }
    for (auto const& unprobed : app.unprobed) {
        auto const quoted = '"' + unprobed.url + '"';
        EXPECT_TRUE(text_at(text, unprobed.position).starts_with(quoted)) << name << ": " << unprobed.pointer;
        EXPECT_FALSE(unprobed.reason.empty()) << name << ": " << unprobed.pointer;
    }
}

TEST(Corpus, plansWithABaseUrlThatIsGiven)
{
    if (!std::filesystem::exists(folder))
        GTEST_SKIP() << "the descriptors are not beside this checkout";
    ConnectPlatform const platform;
    for (auto const& [name, text] : corpus()) {
        auto const app = platform.read_descriptor(text, given_base_url());
        auto const expected = unusable.find(name);
        ASSERT_EQ(app.has_value(), expected == unusable.end())
            << name << ": " << (app ? "" : app.error().message);
        if (app) {
            expect_plan(name, text, *app);
        } else {
            EXPECT_TRUE(app.error().message.starts_with(expected->second))
                << name << ": " << app.error().message;
            EXPECT_TRUE(app.error().position) << name;
        }
    }
}

TEST(Corpus, plansWithItsOwnBaseUrl)
{
    if (!std::filesystem::exists(folder))
        GTEST_SKIP() << "the descriptors are not beside this checkout";
    ConnectPlatform const platform;
    for (auto const& [name, text] : corpus()) {
        if (unusable.contains(name))
            continue;
        auto const app = platform.read_descriptor(text, std::nullopt);
        auto const expected = unusable_base_url.find(name);
        ASSERT_EQ(app.has_value(), expected == unusable_base_url.end())
            << name << ": " << (app ? "" : app.error().message);
        if (app) {
            expect_plan(name, text, *app);
        } else {
            EXPECT_TRUE(app.error().message.starts_with(expected->second))
                << name << ": " << app.error().message;
            EXPECT_EQ(app.error().pointer, "/baseUrl") << name;
        }
    }
}

// Cut off anywhere, a descriptor is an error with a place, and never a crash.
TEST(Corpus, survivesTruncation)
{
    if (!std::filesystem::exists(folder))
        GTEST_SKIP() << "the descriptors are not beside this checkout";
    ConnectPlatform const platform;
    for (auto const& [name, text] : corpus()) {
        auto const end = text.find_last_not_of(" \r\n\t");
        for (std::size_t size = 0; size < end; size += 97)
            EXPECT_FALSE(platform.read_descriptor(text.substr(0, size), given_base_url())) << name << size;
    }
}

} // namespace
} // namespace postern::platform::connect
