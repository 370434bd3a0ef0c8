#include "simulator/state.hpp"

#include "base/sha256.hpp"
#include "jwt/key.hpp"
#include "simulator/state_schema.hpp"
#include "simulator/statement.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace postern::simulator {
namespace {

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

// SQLite makes files by the umask; this one is made for its owner alone before SQLite sees it.
std::expected<void, std::string> make_private(std::filesystem::path const& path)
{
    std::error_code failure;
    if (path.has_parent_path())
        std::filesystem::create_directories(path.parent_path(), failure);
    auto const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct stat status{};
    auto const usable = file >= 0 && ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    auto const open_to_others = usable && (status.st_mode & 077) != 0;
    if (file >= 0)
        ::close(file);
    if (!usable)
        return std::unexpected(fmt::format(
            "{}: the state file cannot be opened or made; name another with --state, or use --ephemeral",
            path.string()));
    if (open_to_others)
        return std::unexpected(
            fmt::format("{}: others on this machine may read the state file, and it holds secrets; "
                        "run chmod 600 on it",
                        path.string()));
    return {};
}

std::string name_of(std::optional<std::filesystem::path> const& path)
{
    return path ? path->string() : ":memory:";
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

// Reads everything once, so that a file that was damaged or edited is refused at the start and not on the
// page that first needs what it lacks. Returns what is wrong; throws what SQLite says of it.
std::optional<std::string> damage_of(SQLite::Database& database, State const& state)
{
    if (auto const check = database.execAndGet("PRAGMA quick_check(1)").getString(); check != "ok")
        return check;
    auto const sites = state.sites();
    if (sites.empty())
        return "it holds no site";
    for (auto const& site : sites) {
        if (site.name.empty() || site.client_key.empty() || site.cloud_id.empty())
            return fmt::format("the site {} lacks its name, client key or cloud id", site.name);
        if (!state.administrator(site.name))
            return fmt::format("the site {} has no administrator", site.name);
        (void)state.projects(site.name);
        for (auto const& issue : state.issues(site.name, ""))
            (void)state.issue(site.name, issue.id); // with its comments
        for (auto const& space : state.spaces(site.name))
            (void)state.contents(site.name, space.key);
        (void)state.property(site.name, "", "");
        if (auto const installed = state.installation(site.name);
            installed && !jwt::Key::from_secret(installed->shared_secret))
            return fmt::format("the installation at the site {} has no shared secret that can be used",
                               site.name);
    }
    return std::nullopt;
}

std::string unusable(std::optional<std::filesystem::path> const& path, std::string_view problem)
{
    return fmt::format(
        "{}: the state file cannot be used: {}; name another with --state, use --ephemeral, or "
        "remove it to start anew",
        name_of(path), problem);
}

} // namespace

State::State(std::unique_ptr<SQLite::Database> database) : database_(std::move(database)) {}
State::~State() = default;

std::expected<std::unique_ptr<State>, std::string>
State::open(std::optional<std::filesystem::path> const& path, std::optional<std::string_view> fixture,
            Random& random)
try {
    if (path)
        if (auto made = make_private(*path); !made)
            return std::unexpected(made.error());
    auto database = std::make_unique<SQLite::Database>(
        name_of(path), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms);
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
    auto state = std::unique_ptr<State>(new State(std::move(database)));
    if (auto const damage = damage_of(*state->database_, *state))
        return std::unexpected(unusable(path, *damage));
    return state;
} catch (SQLite::Exception const& error) {
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

void State::require_writable()
{
    SQLite::Transaction const lock(*database_, SQLite::TransactionBehavior::IMMEDIATE); // and rolled back
}

} // namespace postern::simulator
