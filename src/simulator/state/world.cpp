#include "simulator/state/world.hpp"

#include "platform/connect/located_json.hpp"
#include "simulator/rest/jira_json.hpp"
#include "simulator/state/text_limits.hpp"
#include "simulator/state/world_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr std::size_t name_max_bytes = 64;

// An object of the fixture whose members are taken one by one; what is left over is unknown.
class Reader {
public:
    Reader(Json const& json, std::string pointer) : json_(json), pointer_(std::move(pointer))
    {
        if (!json.is_object())
            fail_at(pointer_, "an object belongs here");
    }

    std::string text(std::string const& name)
    {
        auto const* value = take(name);
        if (!value)
            fail_at(at(name), "this member is missing; give a text");
        if (!value->is_string() || value->get_ref<std::string const&>().empty())
            fail_at(at(name), "a text that is not empty belongs here");
        return value->get<std::string>();
    }

    std::string text_or(std::string const& name, std::string fallback)
    {
        auto const* value = take(name);
        if (!value)
            return fallback;
        if (!value->is_string())
            fail_at(at(name), "a text belongs here");
        return value->get<std::string>();
    }

    // A name that may stand in an address and a key.
    std::string word(std::string const& name)
    {
        auto value = text(name);
        auto const fits = [](unsigned char c) {
            return std::isalnum(c) || c == '-' || c == '_' || c == '.' || c == ':';
        };
        if (value.size() > name_max_bytes || !std::ranges::all_of(value, fits))
            fail_at(at(name), fmt::format("at most {} letters, digits and -_.: belong here", name_max_bytes));
        if (value == "." || value == "..")
            fail_at(at(name), "a name belongs here that can stand in an address");
        return value;
    }

    // As `text`, one line.
    std::string line(std::string const& name, std::size_t max_characters)
    {
        auto value = text(name);
        if (character_count(value) > max_characters || value.contains('\n'))
            fail_at(at(name), fmt::format("one line of at most {} characters belongs here", max_characters));
        return value;
    }

    // A text that may be missing or empty.
    std::string text_within(std::string const& name, std::size_t max_characters)
    {
        auto value = text_or(name, "");
        if (character_count(value) > max_characters)
            fail_at(at(name), fmt::format("at most {} characters belong here", max_characters));
        return value;
    }

    template <class Item>
    std::vector<Item> list(std::string const& name, Item (*read)(Reader&))
    {
        std::vector<Item> items;
        auto const* values = take(name);
        if (!values)
            return items;
        if (!values->is_array())
            fail_at(at(name), "a list belongs here");
        for (std::size_t i = 0; i < values->size(); ++i) {
            Reader reader((*values)[i], fmt::format("{}/{}", at(name), i));
            items.push_back(read(reader));
            reader.finish();
        }
        return items;
    }

    void finish() const
    {
        for (auto const& [name, value] : json_.items())
            if (!taken_.contains(name))
                fail_at(at(name), "there is no member of this name; the guide lists those there are");
    }

    [[nodiscard]] std::string at(std::string_view name) const { return fmt::format("{}/{}", pointer_, name); }

private:
    Json const* take(std::string const& name)
    {
        taken_.insert(name);
        auto const found = json_.find(name);
        return found == json_.end() ? nullptr : &*found;
    }

    Json const& json_;
    std::string pointer_;
    std::set<std::string> taken_;
};

// The first part of the names in the IANA time zone database, without those that are only kept for old data.
constexpr auto time_zone_areas =
    std::to_array<std::string_view>({"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic",
                                     "Australia", "Etc", "Europe", "Indian", "Pacific"});

// Whether it may be the name of one; which places there are, only the database knows.
bool names_a_time_zone(std::string_view name)
{
    auto const slash = name.find('/');
    if (slash == std::string_view::npos)
        return name == "UTC" || name == "GMT";
    auto const fits = [](unsigned char c) {
        return std::isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
    };
    return std::ranges::find(time_zone_areas, name.substr(0, slash)) != time_zone_areas.end() &&
           slash + 1 < name.size() && std::ranges::all_of(name, fits);
}

// "de_DE", as the products write it: ISO 639 and ISO 3166.
bool names_a_locale(std::string_view name)
{
    auto const line = name.find('_');
    if (line != 2 && line != 3)
        return false;
    auto const country = name.substr(line + 1);
    return std::ranges::all_of(name.substr(0, line), [](char c) { return c >= 'a' && c <= 'z'; }) &&
           country.size() == 2 && std::ranges::all_of(country, [](char c) { return c >= 'A' && c <= 'Z'; });
}

User read_user(Reader& reader)
{
    User user{.account_id = reader.word("accountId"),
              .display_name = reader.line("displayName", display_name_max_characters)};
    user.email = reader.text_or("email", "");
    auto const role = reader.text_or("role", "user");
    if (role != "user" && role != "admin")
        fail_at(reader.at("role"), "a role is user or admin");
    user.role = role == "admin" ? Role::admin : Role::user;
    user.time_zone = reader.text_or("timeZone", user.time_zone);
    if (!names_a_time_zone(user.time_zone))
        fail_at(reader.at("timeZone"), "a time zone is a name of the IANA database, such as Europe/Berlin");
    user.locale = reader.text_or("locale", user.locale);
    if (!names_a_locale(user.locale))
        fail_at(reader.at("locale"), "a locale is a language and a country, such as de_DE");
    return user;
}

Issue read_issue(Reader& reader)
{
    Issue issue{.id = reader.word("id"), .key = reader.word("key")};
    issue.type = reader.text_or("type", issue.type);
    issue.summary = reader.line("summary", summary_max_characters);
    issue.description = reader.text_within("description", issue_text_max_characters);
    issue.status = reader.text_or("status", issue.status);
    auto const statuses = rest::issue_statuses();
    if (std::ranges::find(statuses, issue.status, &rest::IssueStatus::name) == statuses.end())
        fail_at(reader.at("status"), "a status is To Do, In Progress or Done");
    issue.assignee = reader.text_or("assignee", "");
    return issue;
}

struct ProjectWithIssues {
    Project project;
    std::vector<Issue> issues;
};

ProjectWithIssues read_project(Reader& reader)
{
    ProjectWithIssues read{
        .project = {.id = reader.word("id"), .key = reader.word("key"), .name = reader.text("name")},
        .issues = reader.list("issues", &read_issue)};
    for (std::size_t i = 0; i < read.issues.size(); ++i) {
        auto& issue = read.issues[i];
        if (!issue.key.starts_with(read.project.key + "-"))
            fail_at(
                fmt::format("{}/{}/key", reader.at("issues"), i),
                fmt::format("{} does not start with {}-, its project's key", issue.key, read.project.key));
        issue.project_key = read.project.key;
    }
    return read;
}

Content read_content(Reader& reader)
{
    return {.id = reader.word("id"),
            .space_key = "",
            .title = reader.line("title", summary_max_characters),
            .body = reader.text_within("body", page_text_max_characters)};
}

struct SpaceWithPages {
    Space space;
    std::vector<Content> pages;
};

SpaceWithPages read_space(Reader& reader)
{
    SpaceWithPages read{
        .space = {.id = reader.word("id"), .key = reader.word("key"), .name = reader.text("name")},
        .pages = reader.list("pages", &read_content)};
    for (auto& page : read.pages)
        page.space_key = read.space.key;
    return read;
}

// What something is called, and where that stands.
struct Called {
    std::string name;
    std::string place;
};

void each_once(std::vector<Called> const& all)
{
    std::set<std::string_view> seen;
    for (auto const& [name, place] : all)
        if (!seen.insert(name).second)
            fail_at(place, fmt::format("{} is another's as well; give each its own", name));
}

// The names that one member has in each of the items of a list.
template <class Items, class Member>
std::vector<Called> called(Items const& items, Member member, std::string const& list,
                           std::string_view member_name)
{
    std::vector<Called> all;
    for (auto const& item : items)
        all.push_back({item.*member, fmt::format("{}/{}/{}", list, all.size(), member_name)});
    return all;
}

void append(std::vector<Called>& all, std::vector<Called> const& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

// Things of one kind that are looked up by either.
struct IdsAndKeys {
    std::vector<Called> ids;
    std::vector<Called> keys; // of the same things

    template <class Items>
    void add(Items const& items, std::string const& list)
    {
        using Item = Items::value_type;
        append(ids, called(items, &Item::id, list, "id"));
        append(keys, called(items, &Item::key, list, "key"));
    }

    void check() const
    {
        each_once(keys);
        each_once(ids);
        std::set<std::string_view> known;
        for (auto const& key : keys)
            known.insert(key.name);
        for (std::size_t i = 0; i < ids.size(); ++i)
            if (ids[i].name != keys[i].name && known.contains(ids[i].name))
                fail_at(ids[i].place,
                        fmt::format("{} is the id of {} and the key of another; give another id", ids[i].name,
                                    keys[i].name));
    }
};

void assigned_to_users(std::vector<Issue> const& issues, std::vector<User> const& users,
                       std::string const& list)
{
    for (std::size_t i = 0; i < issues.size(); ++i)
        if (auto const& issue = issues[i];
            !issue.assignee.empty() &&
            std::ranges::find(users, issue.assignee, &User::account_id) == users.end())
            fail_at(
                fmt::format("{}/{}/assignee", list, i),
                fmt::format("{} is assigned to {}, who is no user of this site; give the accountId of one",
                            issue.key, issue.assignee));
}

void read_projects(Reader& reader, SiteContent& site)
{
    IdsAndKeys projects, issues;
    for (auto& [project, of_project] : reader.list("projects", &read_project)) {
        auto const list = fmt::format("{}/{}/issues", reader.at("projects"), site.projects.size());
        issues.add(of_project, list);
        assigned_to_users(of_project, site.users, list);
        site.projects.push_back(std::move(project));
        site.issues.insert(site.issues.end(), of_project.begin(), of_project.end());
    }
    projects.add(site.projects, reader.at("projects"));
    projects.check();
    issues.check();
}

void read_spaces(Reader& reader, SiteContent& site)
{
    IdsAndKeys spaces;
    std::vector<Called> pages;
    for (auto& [space, of_space] : reader.list("spaces", &read_space)) {
        auto const list = fmt::format("{}/{}/pages", reader.at("spaces"), site.spaces.size());
        append(pages, called(of_space, &Content::id, list, "id"));
        site.spaces.push_back(std::move(space));
        site.contents.insert(site.contents.end(), of_space.begin(), of_space.end());
    }
    spaces.add(site.spaces, reader.at("spaces"));
    spaces.check();
    each_once(pages);
}

SiteContent read_site(Reader& reader)
{
    SiteContent site{.name = reader.word("name")};
    site.title = reader.text_or("title", site.name);
    site.users = reader.list("users", &read_user);
    if (std::ranges::find(site.users, Role::admin, &User::role) == site.users.end())
        fail_at(reader.at("users"), "a site needs an admin; give one user \"role\": \"admin\"");
    each_once(called(site.users, &User::account_id, reader.at("users"), "accountId"));
    read_projects(reader, site);
    read_spaces(reader, site);
    return site;
}

} // namespace

std::expected<World, std::string> parse_world(std::string_view text)
try {
    if (text.size() > world_text_max_bytes)
        return std::unexpected(fmt::format("/: a fixture has at most {} MiB", world_text_max_bytes >> 20));
    auto const json = parse_world_json(text);
    Reader reader(json, "");
    World world{.sites = reader.list("sites", &read_site)};
    reader.finish();
    if (world.sites.empty() || world.sites.size() > sites_max)
        fail_at("/sites", fmt::format("between one and {} sites belong here", sites_max));
    each_once(called(world.sites, &SiteContent::name, "/sites", "name"));
    return world;
} catch (FixtureMistake const& mistake) {
    return std::unexpected(mistake.message);
} catch (Json::parse_error const& error) {
    auto const place = platform::connect::LineIndex(text).at(
        std::min(std::max<std::size_t>(error.byte, 1) - 1, text.size()));
    return std::unexpected(
        fmt::format("line {}, column {}: this is no JSON from here on", place.line, place.column));
} catch (Json::out_of_range const&) {
    return std::unexpected(std::string("/: a number in it is too large; no member of a fixture is a number"));
}

std::string_view default_world() { return world_files().front().bytes; }

} // namespace postern::simulator
