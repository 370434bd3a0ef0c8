#include "cli/browser.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class BrowserTest : public testing::Test {
protected:
    BrowserTest() { fs::create_directories(folder_); }
    ~BrowserTest() override { fs::remove_all(folder_); }

    // A program that is a shell script.
    [[nodiscard]] fs::path program(std::string const& name, std::string const& script) const
    {
        auto path = folder_ / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << "#!/bin/sh\n" << script;
        fs::permissions(path, fs::perms::owner_all);
        return path;
    }

    [[nodiscard]] static std::string text_in(fs::path const& file)
    {
        std::ifstream stream(file);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    template <typename Condition>
    static void wait_until(Condition condition)
    {
        for (auto tries = 0; tries < 2000 && !condition(); ++tries)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        EXPECT_TRUE(condition());
    }

    fs::path folder_ = fs::temp_directory_path() / fmt::format("postern-browser-test-{}", ::getpid());
};

TEST_F(BrowserTest, is_the_first_that_the_search_path_has)
{
    auto const second = program("b/google-chrome", "");
    auto const first = program("a/chromium", "");
    auto const path = fmt::format("relative:{0}/none:{0}/a:{0}/b", folder_.string());
    EXPECT_EQ(find_browser("", path), first);
    EXPECT_EQ(find_browser("google-chrome", path), second);
    EXPECT_EQ(find_browser(second.string(), ""), second);
    EXPECT_THAT(find_browser("firefox", path).error(), HasSubstr("firefox was not found in PATH"));
    EXPECT_THAT(find_browser("", "").error(), HasSubstr("no Chromium and no Chrome was found in PATH"));
    std::ofstream(folder_ / "text") << "not a program";
    EXPECT_THAT(find_browser((folder_ / "text").string(), "").error(), HasSubstr("is no program"));
}

TEST_F(BrowserTest, gets_a_profile_of_its_own_and_one_name_that_leads_here)
{
    auto const told = folder_ / "told";
    auto const path = program("chromium", fmt::format("printf '%s\\n' \"$@\" > {0}.part; mv {0}.part {0}; "
                                                      "exec sleep 600\n",
                                                      told.string()));
    auto browser = Browser::start(path, {.host = "bridge.example", .port = 4711, .key_pin = "cGlu"},
                                  "http://localhost:1/browse/A-1");
    ASSERT_TRUE(browser) << browser.error();
    wait_until([&] { return fs::exists(told); });
    auto const arguments = text_in(told);
    EXPECT_THAT(arguments, HasSubstr("--host-resolver-rules=MAP bridge.example:443 127.0.0.1:4711\n"));
    EXPECT_THAT(arguments, HasSubstr("--ignore-certificate-errors-spki-list=cGlu\n"));
    EXPECT_THAT(arguments, testing::EndsWith("\nhttp://localhost:1/browse/A-1\n"));
    constexpr std::string_view option = "--user-data-dir=";
    auto const from = arguments.find(option) + option.size();
    fs::path const profile(arguments.substr(from, arguments.find('\n', from) - from));
    EXPECT_TRUE(fs::is_directory(profile));
    EXPECT_EQ(fs::status(profile).permissions(), fs::perms::owner_all);
    EXPECT_EQ((*browser)->ended(), std::nullopt);
    browser->reset();
    EXPECT_FALSE(fs::exists(profile));
}

TEST_F(BrowserTest, removes_a_profile_that_a_killed_process_left)
{
    auto const temporary = fs::temp_directory_path();
    auto const left = temporary / "postern-browser-999999999-abcdef"; // more than any process id
    auto const kept = temporary / fmt::format("postern-browser-{}-abcdef", ::getppid());
    fs::create_directories(left / "Default");
    fs::create_directories(kept);
    auto const browser = Browser::start(program("chromium", "exit 0\n"), {}, "http://localhost:1/");
    ASSERT_TRUE(browser) << browser.error();
    EXPECT_FALSE(fs::exists(left));
    EXPECT_TRUE(fs::exists(kept));
    fs::remove_all(kept);
}

TEST_F(BrowserTest, tells_how_it_ended)
{
    auto const browser = Browser::start(program("chromium", "exit 7\n"), {}, "http://localhost:1/");
    ASSERT_TRUE(browser) << browser.error();
    wait_until([&] { return (*browser)->ended().has_value(); });
    EXPECT_EQ((*browser)->ended(), 7);
}

TEST_F(BrowserTest, takes_along_what_it_started_and_left)
{
    auto const pipe = folder_ / "pipe"; // ends for its reader when nobody holds the other end
    ASSERT_EQ(::mkfifo(pipe.c_str(), S_IRUSR | S_IWUSR), 0);
    auto const reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ASSERT_GE(reader, 0);
    auto const path = program("chromium", fmt::format("exec 3>{}\nsleep 600 &\nexit 7\n", pipe.string()));
    auto const browser = Browser::start(path, {}, "http://localhost:1/");
    ASSERT_TRUE(browser) << browser.error();
    wait_until([&] { return (*browser)->ended().has_value(); });
    char byte{};
    wait_until([&] { return ::read(reader, &byte, 1) == 0; });
    EXPECT_EQ((*browser)->ended(), 7);
    ::close(reader);
}

TEST_F(BrowserTest, tells_what_it_said_last)
{
    auto const browser = Browser::start(
        program("chromium", "seq 100000 >&2\n"
                            "echo \"[$$:$$:1129/08.9:ERROR:x11.cc:257] Missing X server\" >&2\n"
                            "echo \"[$$:$$:1129/08.9:ERROR:env.cc:253] Exiting.\" >&2\n"
                            "echo '[9:9:0100/00.1:ERROR:zygote.cc:662] Broken pipe' >&2\necho >&2\n"
                            "exit 1\n"),
        {}, "http://localhost:1/");
    ASSERT_TRUE(browser) << browser.error();
    wait_until([&] { return (*browser)->ended().has_value(); });
    EXPECT_EQ((*browser)->last_words(), "Missing X server; Exiting.");
}

TEST_F(BrowserTest, says_a_line_of_bounded_length)
{
    auto const browser = Browser::start(
        program("chromium", "head -c 9000 /dev/zero | tr '\\0' x >&2\nexit 1\n"), {}, "http://localhost:1/");
    ASSERT_TRUE(browser) << browser.error();
    wait_until([&] { return (*browser)->ended().has_value(); });
    EXPECT_EQ((*browser)->last_words(), std::string(300, 'x'));
}

} // namespace
} // namespace postern::cli
