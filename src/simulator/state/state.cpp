#include "simulator/state/state.hpp"

#include "base/sha256.hpp"
#include "simulator/state/state_damage.hpp"
#include "simulator/state/state_schema.hpp"
#include "simulator/state/statement.hpp"
#include "simulator/state/world.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sqlite3.h>
#include <utility>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr int busy_timeout_ms = 2000; // for another process that holds the file

std::string text(SQLite::Statement& statement, int column) { return statement.getColumn(column).getString(); }

std::string read_text(SQLite::Statement& statement) { return text(statement, 0); }

State::SiteName read_site_name(SQLite::Statement& s)
{
    return {.name = text(s, 0), .title = text(s, 1), .client_key = text(s, 2), .cloud_id = text(s, 3)};
}

User read_user(SQLite::Statement& s)
{
    return {.account_id = text(s, 0),
            .display_name = text(s, 1),
            .email = text(s, 2),
            .role = s.getColumn(3).getInt() != 0 ? Role::admin : Role::user,
            .time_zone = text(s, 4),
            .locale = text(s, 5)};
}

Project read_project(SQLite::Statement& s)
{
    return {.id = text(s, 0), .key = text(s, 1), .name = text(s, 2)};
}

Issue read_issue(SQLite::Statement& s)
{
    return {.id = text(s, 0),
            .key = text(s, 1),
            .project_key = text(s, 2),
            .type = text(s, 3),
            .summary = text(s, 4),
            .description = text(s, 5),
            .status = text(s, 6),
            .assignee = text(s, 7),
            .comments = {}};
}

Comment read_comment(SQLite::Statement& s)
{
    return {.id = text(s, 0),
            .author = text(s, 1),
            .body = text(s, 2),
            .created = TimePoint(std::chrono::milliseconds(s.getColumn(3).getInt64()))};
}

Space read_space(SQLite::Statement& s) { return {.id = text(s, 0), .key = text(s, 1), .name = text(s, 2)}; }

Content read_content(SQLite::Statement& s)
{
    return {.id = text(s, 0),
            .space_key = text(s, 1),
            .title = text(s, 2),
            .body = text(s, 3),
            .version = s.getColumn(4).getInt()};
}

Installation read_installation(SQLite::Statement& s)
{
    return {.app_key = text(s, 0),
            .app_name = text(s, 1),
            .descriptor_url = text(s, 2),
            .descriptor = text(s, 3),
            .shared_secret = text(s, 4),
            .oauth_client_id = text(s, 5),
            .state =
                s.getColumn(6).getInt() != 0 ? Installation::State::enabled : Installation::State::disabled};
}

std::string name_of(std::optional<std::filesystem::path> const& path)
{
    return path ? path->string() : ":memory:";
}

// What SQLite opens: whole, since it takes ":memory:" and "file:…" for something else than a file.
std::string address_of(std::optional<std::filesystem::path> const& path)
{
    return path ? std::filesystem::absolute(*path).string() : ":memory:";
}

// Fills a new file, or one that another fixture is asked for.
std::expected<void, std::string> settle(SQLite::Database& database, std::optional<std::string_view> fixture,
                                        Random& random)
{
    auto const filled = filled_from(database);
    if (!fixture && !filled.empty())
        return {};
    auto const source = fixture.value_or(default_world());
    auto const hash = sha256_hex(source);
    if (hash == filled)
        return {};
    auto const world = parse_world(source);
    if (!world)
        return std::unexpected(world.error());
    fill(database, *world, hash, random);
    return {};
}

std::string unusable(std::optional<std::filesystem::path> const& path, std::string_view problem)
{
    return fmt::format(
        "{}: the state file cannot be used: {}; name another with --state, use --ephemeral, or "
        "remove it to start anew",
        name_of(path), problem);
}

// Whether another program holds the file: nothing is wrong with it.
bool is_held(SQLite::Exception const& error)
{
    return error.getErrorCode() == SQLITE_BUSY || error.getErrorCode() == SQLITE_LOCKED;
}

} // namespace

StateProblem state_problem(SQLite::Exception const& error)
{
    return {.reason = fmt::format("the state file cannot be read or written: {}", error.what()),
            .remedy = is_held(error) ? "end the program that holds the file, then try again"
                                     : "look at the file's disk and rights, then try again"};
}

State::State(std::optional<HeldFile> file, std::unique_ptr<SQLite::Database> database)
    : file_(std::move(file)),
      database_(std::move(database))
{
}

State::~State() = default;

std::expected<std::unique_ptr<State>, std::string>
State::open(std::optional<std::filesystem::path> const& path, std::optional<std::string_view> fixture,
            Random& random)
try {
    std::optional<HeldFile> file; // SQLite makes files by the umask; this one is there before it sees it
    if (path) {
        auto held = HeldFile::hold(*path);
        if (!held)
            return std::unexpected(held.error());
        file.emplace(*std::move(held));
    }
    auto database = std::make_unique<SQLite::Database>(
        address_of(path), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms);
    database->exec("PRAGMA foreign_keys = ON");
    database->exec("PRAGMA secure_delete = ON"); // secrets of installations that are gone
    auto const version = database->execAndGet("PRAGMA user_version").getInt();
    if (version > schema_version)
        return std::unexpected(
            fmt::format("{}: a newer postern wrote this state file (schema {}, this one knows {}); "
                        "use that one, or another file with --state",
                        name_of(path), version, schema_version));
    if (version < 0)
        return std::unexpected(unusable(path, fmt::format("there is no schema {}", version)));
    if (version < schema_version)
        migrate(*database, version);
    if (auto settled = settle(*database, fixture, random); !settled)
        return std::unexpected(settled.error());
    auto state = std::unique_ptr<State>(new State(std::move(file), std::move(database)));
    if (auto const damage = damage_of(*state->database_, *state))
        return std::unexpected(unusable(path, *damage));
    return state;
} catch (SQLite::Exception const& error) {
    if (is_held(error))
        return std::unexpected(fmt::format(
            "{}: another program holds the state file: {}; end that program, name another file with "
            "--state, or use --ephemeral",
            name_of(path), error.what()));
    return std::unexpected(unusable(path, error.what()));
}

std::vector<State::SiteName> State::sites() const
{
    return rows(*database_, &read_site_name,
                "SELECT name, title, client_key, cloud_id FROM site ORDER BY position");
}

std::vector<User> State::users(std::string_view site) const
{
    return rows(*database_, &read_user,
                "SELECT account_id, display_name, email, is_admin, time_zone, locale FROM user"
                " WHERE site = ? ORDER BY position",
                site);
}

std::optional<User> State::user(std::string_view site, std::string_view account_id) const
{
    return row(*database_, &read_user,
               "SELECT account_id, display_name, email, is_admin, time_zone, locale FROM user"
               " WHERE site = ? AND account_id = ?",
               site, account_id);
}

std::optional<User> State::administrator(std::string_view site) const
{
    return row(*database_, &read_user,
               "SELECT account_id, display_name, email, is_admin, time_zone, locale FROM user"
               " WHERE site = ? AND is_admin <> 0 ORDER BY position",
               site);
}

std::vector<Project> State::projects(std::string_view site) const
{
    return rows(*database_, &read_project,
                "SELECT id, key, name FROM project WHERE site = ? ORDER BY position", site);
}

std::optional<Project> State::project(std::string_view site, std::string_view key_or_id) const
{
    return row(*database_, &read_project,
               "SELECT id, key, name FROM project WHERE site = ? AND ? IN (key, id)", site, key_or_id);
}

std::vector<Issue> State::issues(std::string_view site, std::string_view project_key) const
{
    return rows(*database_, &read_issue,
                "SELECT id, key, project_key, type, summary, description, status, assignee FROM issue"
                " WHERE site = ?1 AND ?2 IN ('', project_key) ORDER BY position",
                site, project_key);
}

std::optional<Issue> State::issue(std::string_view site, std::string_view key_or_id) const
{
    auto found = row(*database_, &read_issue,
                     "SELECT id, key, project_key, type, summary, description, status, assignee FROM issue"
                     " WHERE site = ? AND ? IN (key, id)",
                     site, key_or_id);
    if (found)
        found->comments =
            rows(*database_, &read_comment,
                 "SELECT id, author, body, created_ms FROM comment WHERE site = ? AND issue_id = ?"
                 " ORDER BY id",
                 site, found->id);
    return found;
}

void State::update(std::string_view site, Issue const& issue)
{
    run(*database_,
        "UPDATE issue SET summary = ?, description = ?, status = ?, assignee = ? WHERE site = ? AND id = ?",
        issue.summary, issue.description, issue.status, issue.assignee, site, issue.id);
}

Comment State::add_comment(std::string_view site, std::string_view issue_id, std::string_view author,
                           std::string_view body, TimePoint now)
{
    run(*database_, "INSERT INTO comment (site, issue_id, author, body, created_ms) VALUES (?, ?, ?, ?, ?)",
        site, issue_id, author, body, static_cast<std::int64_t>(now.time_since_epoch().count()));
    return {.id = std::to_string(database_->getLastInsertRowid()),
            .author = std::string(author),
            .body = std::string(body),
            .created = now};
}

std::vector<Space> State::spaces(std::string_view site) const
{
    return rows(*database_, &read_space, "SELECT id, key, name FROM space WHERE site = ? ORDER BY position",
                site);
}

std::optional<Space> State::space(std::string_view site, std::string_view key_or_id) const
{
    return row(*database_, &read_space, "SELECT id, key, name FROM space WHERE site = ? AND ? IN (key, id)",
               site, key_or_id);
}

std::vector<Content> State::contents(std::string_view site, std::string_view space_key) const
{
    return rows(*database_, &read_content,
                "SELECT id, space_key, title, body, version FROM content WHERE site = ? AND space_key = ?"
                " ORDER BY position",
                site, space_key);
}

std::optional<Content> State::content(std::string_view site, std::string_view id) const
{
    return row(*database_, &read_content,
               "SELECT id, space_key, title, body, version FROM content WHERE site = ? AND id = ?", site, id);
}

void State::update(std::string_view site, Content const& content)
{
    run(*database_, "UPDATE content SET title = ?, body = ?, version = ? WHERE site = ? AND id = ?",
        content.title, content.body, content.version, site, content.id);
}

std::vector<std::string> State::property_keys(std::string_view site, std::string_view owner) const
{
    return rows(*database_, &read_text, "SELECT key FROM property WHERE site = ? AND owner = ? ORDER BY key",
                site, owner);
}

std::optional<std::string> State::property(std::string_view site, std::string_view owner,
                                           std::string_view key) const
{
    return row(*database_, &read_text, "SELECT value FROM property WHERE site = ? AND owner = ? AND key = ?",
               site, owner, key);
}

State::Written State::set_property(std::string_view site, std::string_view owner, std::string_view key,
                                   std::string_view json)
{
    auto const replaced =
        run(*database_, "UPDATE property SET value = ? WHERE site = ? AND owner = ? AND key = ?", json, site,
            owner, key) > 0;
    if (!replaced)
        run(*database_, "INSERT INTO property VALUES (?, ?, ?, ?)", site, owner, key, json);
    return replaced ? Written::replaced : Written::created;
}

bool State::remove_property(std::string_view site, std::string_view owner, std::string_view key)
{
    return run(*database_, "DELETE FROM property WHERE site = ? AND owner = ? AND key = ?", site, owner,
               key) > 0;
}

std::optional<Installation> State::installation(std::string_view site) const
{
    return row(
        *database_, &read_installation,
        "SELECT app_key, app_name, descriptor_url, descriptor, shared_secret, oauth_client_id, is_enabled"
        " FROM installation WHERE site = ?",
        site);
}

void State::install(std::string_view site, Installation const& installation)
{
    run(*database_, "INSERT OR REPLACE INTO installation VALUES (?, ?, ?, ?, ?, ?, ?, ?)", site,
        installation.app_key, installation.app_name, installation.descriptor_url, installation.descriptor,
        installation.shared_secret, installation.oauth_client_id,
        installation.state == Installation::State::enabled ? 1 : 0);
}

void State::uninstall(std::string_view site)
{
    run(*database_, "DELETE FROM installation WHERE site = ?", site);
}

std::vector<std::string> State::known_descriptors() const
{
    std::vector<std::string> urls;
    auto const list = Json::parse(
        row(*database_, &read_text, "SELECT value FROM meta WHERE name = 'descriptors'").value_or("[]"),
        nullptr, false);
    if (list.is_array())
        for (auto const& url : list)
            if (url.is_string())
                urls.push_back(url);
    return urls;
}

void State::remember_descriptor(std::string_view url)
{
    auto urls = known_descriptors();
    std::erase(urls, url);
    urls.insert(urls.begin(), std::string(url));
    urls.resize(std::min(urls.size(), descriptors_known_max));
    run(*database_, "INSERT OR REPLACE INTO meta VALUES ('descriptors', ?)", Json(urls).dump());
}

} // namespace postern::simulator
