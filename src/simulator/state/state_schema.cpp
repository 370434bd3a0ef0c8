#include "simulator/state/state_schema.hpp"

#include "simulator/state/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace postern::simulator {
namespace {

// Step i leads from version i to i + 1; a step that was released is never changed.
constexpr std::array<char const*, schema_version> steps{
    R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE site (name TEXT PRIMARY KEY, title TEXT NOT NULL, client_key TEXT NOT NULL UNIQUE,
    cloud_id TEXT NOT NULL, position INTEGER NOT NULL) STRICT;
CREATE TABLE user (site TEXT NOT NULL REFERENCES site ON DELETE CASCADE, account_id TEXT NOT NULL,
    display_name TEXT NOT NULL, email TEXT NOT NULL, is_admin INTEGER NOT NULL, time_zone TEXT NOT NULL,
    locale TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (site, account_id)) STRICT;
CREATE TABLE project (site TEXT NOT NULL REFERENCES site ON DELETE CASCADE, id TEXT NOT NULL, key TEXT NOT NULL,
    name TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (site, key)) STRICT;
CREATE TABLE issue (site TEXT NOT NULL REFERENCES site ON DELETE CASCADE, id TEXT NOT NULL, key TEXT NOT NULL,
    project_key TEXT NOT NULL, type TEXT NOT NULL, summary TEXT NOT NULL, description TEXT NOT NULL,
    status TEXT NOT NULL, assignee TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (site, key)) STRICT;
CREATE UNIQUE INDEX issue_id ON issue (site, id);
CREATE TABLE comment (id INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL REFERENCES site ON DELETE CASCADE,
    issue_id TEXT NOT NULL, author TEXT NOT NULL, body TEXT NOT NULL, created_ms INTEGER NOT NULL) STRICT;
CREATE INDEX comment_issue ON comment (site, issue_id);
CREATE TABLE space (site TEXT NOT NULL REFERENCES site ON DELETE CASCADE, id TEXT NOT NULL, key TEXT NOT NULL,
    name TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (site, key)) STRICT;
CREATE TABLE content (site TEXT NOT NULL REFERENCES site ON DELETE CASCADE, id TEXT NOT NULL,
    space_key TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, version INTEGER NOT NULL,
    position INTEGER NOT NULL, PRIMARY KEY (site, id)) STRICT;
CREATE TABLE property (site TEXT NOT NULL REFERENCES site ON DELETE CASCADE, owner TEXT NOT NULL, key TEXT NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (site, owner, key)) STRICT;
CREATE TABLE installation (site TEXT PRIMARY KEY REFERENCES site ON DELETE CASCADE, app_key TEXT NOT NULL,
    app_name TEXT NOT NULL, descriptor_url TEXT NOT NULL, descriptor TEXT NOT NULL, shared_secret TEXT NOT NULL,
    oauth_client_id TEXT NOT NULL, is_enabled INTEGER NOT NULL) STRICT;
)sql",
};

constexpr auto content_tables =
    std::to_array<std::string_view>({"user", "project", "issue", "comment", "space", "content", "property"});

// Version 4, variant 1 (RFC 9562 section 5.4).
std::string uuid(Random& random)
{
    auto digits = random.hex(16);
    digits[12] = '4';
    digits[16] = '8';
    for (auto const at : {20, 16, 12, 8})
        digits.insert(static_cast<std::size_t>(at), "-");
    return digits;
}

std::string text_column(SQLite::Statement& statement) { return statement.getColumn(0).getString(); }

void fill_projects(SQLite::Database& database, SiteContent const& site)
{
    int position = 0;
    for (auto const& project : site.projects)
        run(database, "INSERT INTO project VALUES (?, ?, ?, ?, ?)", site.name, project.id, project.key,
            project.name, position++);
    for (auto const& issue : site.issues)
        run(database, "INSERT INTO issue VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", site.name, issue.id,
            issue.key, issue.project_key, issue.type, issue.summary, issue.description, issue.status,
            issue.assignee, position++);
}

void fill_spaces(SQLite::Database& database, SiteContent const& site)
{
    int position = 0;
    for (auto const& space : site.spaces)
        run(database, "INSERT INTO space VALUES (?, ?, ?, ?, ?)", site.name, space.id, space.key, space.name,
            position++);
    for (auto const& content : site.contents)
        run(database, "INSERT INTO content VALUES (?, ?, ?, ?, ?, ?, ?)", site.name, content.id,
            content.space_key, content.title, content.body, content.version, position++);
}

void fill_site(SQLite::Database& database, SiteContent const& site, int position, Random& random)
{
    run(database,
        "INSERT INTO site VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET title = excluded.title, position = excluded.position",
        site.name, site.title, uuid(random), uuid(random), position);
    int place = 0;
    for (auto const& user : site.users)
        run(database, "INSERT INTO user VALUES (?, ?, ?, ?, ?, ?, ?, ?)", site.name, user.account_id,
            user.display_name, user.email, user.role == Role::admin ? 1 : 0, user.time_zone, user.locale,
            place++);
    fill_projects(database, site);
    fill_spaces(database, site);
}

} // namespace

void migrate(SQLite::Database& database, int version)
{
    SQLite::Transaction transaction(database);
    for (auto step = version; step < schema_version; ++step)
        database.exec(steps[static_cast<std::size_t>(step)]);
    database.exec(fmt::format("PRAGMA user_version = {}", schema_version));
    transaction.commit();
}

void fill(SQLite::Database& database, World const& world, std::string_view fixture_hash, Random& random)
{
    SQLite::Transaction transaction(database);
    for (auto const table : content_tables)
        database.exec(fmt::format("DELETE FROM {}", table));
    auto const names = rows<std::string>(database, &text_column, "SELECT name FROM site");
    for (auto const& name : names)
        if (std::ranges::find(world.sites, name, &SiteContent::name) == world.sites.end())
            run(database, "DELETE FROM site WHERE name = ?", name);
    int position = 0;
    for (auto const& site : world.sites)
        fill_site(database, site, position++, random);
    run(database, "INSERT OR REPLACE INTO meta VALUES ('fixture', ?)", fixture_hash);
    transaction.commit();
}

std::string filled_from(SQLite::Database& database)
{
    return row<std::string>(database, &text_column, "SELECT value FROM meta WHERE name = 'fixture'")
        .value_or("");
}

} // namespace postern::simulator
