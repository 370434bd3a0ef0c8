#include "simulator/state/state.hpp"
#include "simulator/state/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace postern::simulator {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class StateFile : public testing::Test {
protected:
    StateFile()
        : folder_(std::filesystem::temp_directory_path() / ("postern-state-" + std::to_string(::getpid()))),
          path_(folder_ / "deep" / "state.sqlite")
    {
        std::filesystem::remove_all(folder_);
    }
    ~StateFile() override { std::filesystem::remove_all(folder_); }

    std::unique_ptr<State> open(std::optional<std::string_view> fixture = std::nullopt)
    {
        auto state = State::open(path_, fixture, random_);
        EXPECT_TRUE(state) << state.error();
        return state ? *std::move(state) : nullptr;
    }

    std::string refusal()
    {
        auto const state = State::open(path_, std::nullopt, random_);
        return state ? "" : state.error();
    }

    SeededRandom random_{7};
    std::filesystem::path folder_;
    std::filesystem::path path_;
};

Installation installation()
{
    return {.app_key = "k",
            .app_name = "n",
            .descriptor_url = "http://a/d",
            .descriptor = "{}",
            .shared_secret = "s",
            .oauth_client_id = "c"};
}

TEST_F(StateFile, remembers_what_was_there_after_a_restart)
{
    std::string client_key;
    {
        auto const state = open();
        client_key = state->sites().front().client_key;
        auto issue = *state->issue("alpha", "ALPHA-1");
        issue.summary = "Another one";
        state->update("alpha", issue);
        (void)state->add_comment("alpha", issue.id, "a1fa00000000000000000002", "Seen", TimePoint(5ms));
        state->install("alpha", installation());
        EXPECT_EQ(state->set_property("alpha", "issue/10001", "note", "1"), State::Written::created);
        EXPECT_EQ(state->set_property("alpha", "issue/10001", "note", "2"), State::Written::replaced);
    }
    auto const state = open();
    EXPECT_EQ(state->sites().front().client_key, client_key);
    auto const issue = state->issue("alpha", "10001");
    ASSERT_TRUE(issue);
    EXPECT_EQ(issue->summary, "Another one");
    ASSERT_THAT(issue->comments, SizeIs(1));
    EXPECT_EQ(issue->comments[0].body, "Seen");
    EXPECT_EQ(issue->comments[0].created, TimePoint(5ms));
    EXPECT_EQ(state->installation("alpha"), installation());
    EXPECT_EQ(state->installation("beta"), std::nullopt);
    EXPECT_EQ(state->property("alpha", "issue/10001", "note"), "2");
    EXPECT_THAT(state->property_keys("alpha", "issue/10001"), ElementsAre("note"));
    EXPECT_TRUE(state->remove_property("alpha", "issue/10001", "note"));
    EXPECT_FALSE(state->remove_property("alpha", "issue/10001", "note"));
}

TEST_F(StateFile, knows_the_latest_descriptors_after_a_restart)
{
    {
        auto const state = open();
        for (auto const* url : {"http://a/1", "http://a/2", "http://a/3", "http://a/4", "http://a/1",
                                "http://a/5", "http://a/6"})
            state->remember_descriptor(url);
    }
    EXPECT_THAT(open()->known_descriptors(),
                ElementsAre("http://a/6", "http://a/5", "http://a/1", "http://a/4", "http://a/3"));
}

TEST_F(StateFile, is_for_its_owner_alone)
{
    (void)open();
    struct stat status{};
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    ASSERT_EQ(::chmod(path_.c_str(), 0640), 0);
    EXPECT_THAT(refusal(), HasSubstr("run chmod 600 on it"));
}

TEST_F(StateFile, is_refused_where_it_is_none_or_newer)
{
    std::filesystem::create_directories(path_.parent_path());
    std::ofstream(path_) << "this is text, and long enough to be looked at as a database header of a file";
    ::chmod(path_.c_str(), 0600);
    EXPECT_THAT(refusal(), HasSubstr("the state file cannot be used"));
    std::filesystem::remove(path_);
    {
        SQLite::Database database(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec("PRAGMA user_version = 999");
    }
    ::chmod(path_.c_str(), 0600);
    EXPECT_THAT(refusal(), HasSubstr("a newer postern wrote this state file (schema 999"));
}

TEST_F(StateFile, is_kept_by_one_at_a_time)
{
    auto const first = open();
    EXPECT_EQ(refusal(), path_.string() +
                             ": another simulator keeps its sites in this state file; end that one, "
                             "name another with --state, or use --ephemeral");
    auto const link = folder_ / "link.sqlite";
    std::filesystem::create_symlink(path_, link);
    EXPECT_FALSE(State::open(link, std::nullopt, random_)) << "whatever it is called";
    first->install("alpha", installation());
    EXPECT_EQ(first->installation("alpha"), installation());
}

TEST_F(StateFile, that_another_program_holds_is_not_to_be_removed)
{
    (void)open();
    SQLite::Database other(path_, SQLite::OPEN_READWRITE);
    other.exec("BEGIN EXCLUSIVE");
    EXPECT_EQ(refusal(), path_.string() +
                             ": another program holds the state file: database is locked; end that "
                             "program, name another file with --state, or use --ephemeral");
}

struct Damage {
    char const* name;
    char const* sql; // done to a file with an installation
    char const* problem;
};

class DamagedStateFile : public StateFile, public testing::WithParamInterface<Damage> {};

TEST_P(DamagedStateFile, is_refused_with_its_name_and_the_remedy)
{
    open()->install("alpha", installation());
    {
        SQLite::Database database(path_, SQLite::OPEN_READWRITE);
        database.exec(GetParam().sql);
    }
    EXPECT_THAT(refusal(),
                testing::AllOf(testing::StartsWith(path_.string() + ": the state file cannot be used: "),
                               HasSubstr(GetParam().problem),
                               testing::EndsWith("; name another with --state, use --ephemeral, or "
                                                 "remove it to start anew")));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, DamagedStateFile,
    testing::Values(
        Damage{"a_version_below_zero", "PRAGMA user_version = -5", "there is no schema -5"},
        Damage{"no_site", "DELETE FROM site", "it holds no site"},
        Damage{"no_secret", "UPDATE installation SET shared_secret = ''",
               "the installation at the site alpha has no shared secret"},
        Damage{"no_client_key", "UPDATE site SET client_key = '' WHERE name = 'beta'", "the site beta lacks"},
        Damage{"no_administrator", "UPDATE user SET is_admin = 0 WHERE site = 'beta'",
               "the site beta has no administrator"},
        Damage{"no_table_of_sites", "DROP TABLE site", "site"},
        Damage{"no_table_of_pages", "DROP TABLE content", "no such table: content"},
        Damage{"no_table_of_comments", "DROP TABLE comment", "no such table: comment"},
        Damage{"no_table_of_properties", "DROP TABLE property", "no such table: property"},
        Damage{"no_table_of_installations", "DROP TABLE installation", "no such table: installation"}),
    [](auto const& row) { return row.param.name; });

TEST_F(StateFile, another_fixture_replaces_the_content_and_keeps_installations_at_sites_that_stay)
{
    {
        auto const state = open();
        state->install("alpha", installation());
        state->install("beta", installation());
    }
    constexpr auto fixture =
        R"({"sites":[{"name":"alpha","users":[{"accountId":"x","displayName":"X","role":"admin"}]}]})";
    auto const state = open(fixture);
    EXPECT_THAT(state->sites(), SizeIs(1));
    EXPECT_THAT(state->users("alpha"), SizeIs(1));
    EXPECT_EQ(state->issue("alpha", "ALPHA-1"), std::nullopt);
    EXPECT_EQ(state->installation("alpha"), installation());
    EXPECT_EQ(state->installation("beta"), std::nullopt);
}

TEST_F(StateFile, is_a_file_whatever_it_is_called)
{
    std::filesystem::create_directories(folder_);
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder_);
    for (auto const* name : {":memory:", "file:x?mode=memory"}) {
        {
            auto const state = State::open(name, std::nullopt, random_);
            ASSERT_TRUE(state) << state.error();
            (*state)->install("alpha", installation());
        }
        auto const again = State::open(name, std::nullopt, random_);
        ASSERT_TRUE(again) << again.error();
        EXPECT_EQ((*again)->installation("alpha"), installation()) << name;
    }
    std::filesystem::current_path(before);
}

TEST(State, lives_in_memory_where_no_file_is_named)
{
    SeededRandom random(1);
    auto const state = State::open(std::nullopt, std::nullopt, random);
    ASSERT_TRUE(state);
    EXPECT_THAT((*state)->sites(), SizeIs(2));
    EXPECT_NE((*state)->sites()[0].client_key, (*state)->sites()[1].client_key);
    EXPECT_EQ((*state)->issue("beta", "ALPHA-1"), std::nullopt) << "each site has its own issues";
}

} // namespace
} // namespace postern::simulator
