#pragma once

// What the simulated sites remember, in SQLite: their people and content, and where the app is installed.
// One file is one set of sites; only its owner may read it, because it holds the secrets of installations.
//
// Every function but `open` throws SQLite::Exception where the file cannot be read or written; a request
// that meets one is answered with 500 (state_problem). Each call is one transaction: it happens whole or not
// at all, also when the process is killed in the middle.

#include "base/clock.hpp"
#include "base/random.hpp"
#include "simulator/state/held_file.hpp"
#include "simulator/state/model.hpp"

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace SQLite {
class Database;
class Exception;
} // namespace SQLite

namespace postern::simulator {

// Why the file could not be read or written just now, and what to do: two sentences without their full stops.
struct StateProblem {
    std::string reason;
    std::string remedy;
};
[[nodiscard]] StateProblem state_problem(SQLite::Exception const& error);

class State {
public:
    // The file is made if it is not there; no path: in memory. `fixture` is the text of a fixture
    // (parse_world), or nothing for what the file holds, or the default in a new one. A fixture that is not
    // the one the file was filled from replaces people and content; installations at sites of the same name
    // stay. The whole file is read once: a damaged one fails here, as does one that another State or another
    // program holds. Fails with a sentence that names the place and the remedy.
    [[nodiscard]] static std::expected<std::unique_ptr<State>, std::string>
    open(std::optional<std::filesystem::path> const& path, std::optional<std::string_view> fixture,
         Random& random);
    ~State();

    struct SiteName {
        std::string name;
        std::string title;
        std::string client_key; // the same as long as the file lives
        std::string cloud_id;
    };
    [[nodiscard]] std::vector<SiteName> sites() const;

    [[nodiscard]] std::vector<User> users(std::string_view site) const;
    [[nodiscard]] std::optional<User> user(std::string_view site, std::string_view account_id) const;

    // The first of them, for whom the host acts where nobody was chosen.
    [[nodiscard]] std::optional<User> administrator(std::string_view site) const;

    [[nodiscard]] std::vector<Project> projects(std::string_view site) const;
    [[nodiscard]] std::optional<Project> project(std::string_view site, std::string_view key_or_id) const;

    // Without comments; all projects where `project_key` is empty.
    [[nodiscard]] std::vector<Issue> issues(std::string_view site, std::string_view project_key) const;
    [[nodiscard]] std::optional<Issue> issue(std::string_view site, std::string_view key_or_id) const;
    void update(std::string_view site, Issue const& issue); // summary, description, status, assignee
    [[nodiscard]] Comment add_comment(std::string_view site, std::string_view issue_id,
                                      std::string_view author, std::string_view body, TimePoint now);

    [[nodiscard]] std::vector<Space> spaces(std::string_view site) const;
    [[nodiscard]] std::optional<Space> space(std::string_view site, std::string_view key_or_id) const;
    [[nodiscard]] std::vector<Content> contents(std::string_view site, std::string_view space_key) const;
    [[nodiscard]] std::optional<Content> content(std::string_view site, std::string_view id) const;
    void update(std::string_view site, Content const& content); // title, body, version

    // JSON values under keys. `owner` is "issue/10001", "app/com.example", "content/98401", "project/10000" …
    [[nodiscard]] std::vector<std::string> property_keys(std::string_view site, std::string_view owner) const;
    [[nodiscard]] std::optional<std::string> property(std::string_view site, std::string_view owner,
                                                      std::string_view key) const;
    enum class Written { created, replaced };
    Written set_property(std::string_view site, std::string_view owner, std::string_view key,
                         std::string_view json);
    bool remove_property(std::string_view site, std::string_view owner,
                         std::string_view key); // whether it was there

    [[nodiscard]] std::optional<Installation> installation(std::string_view site) const;
    void install(std::string_view site, Installation const& installation); // in place of an earlier one
    void uninstall(std::string_view site);

    // The addresses of descriptors that were there, the latest first.
    static constexpr std::size_t descriptors_known_max = 5;
    [[nodiscard]] std::vector<std::string> known_descriptors() const;
    void remember_descriptor(std::string_view url);

private:
    State(std::optional<HeldFile> file, std::unique_ptr<SQLite::Database> database);

    // Ends after the database: closing any descriptor of a file gives up the locks that SQLite has on it.
    std::optional<HeldFile> file_;
    std::unique_ptr<SQLite::Database> database_;
};

} // namespace postern::simulator
