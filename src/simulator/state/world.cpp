#include "simulator/state/world.hpp"

#include "platform/connect/located_json.hpp"
#include "simulator/rest/jira_json.hpp"

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

// A mistake in the fixture; leaves this file as the error of parse_world.
struct Mistake {
    std::string message;
};

[[noreturn]] void fail(std::string const& pointer, std::string_view problem)
{
    throw Mistake{fmt::format("{}: {}", pointer.empty() ? "/" : pointer, problem)};
}

// An object of the fixture whose members are taken one by one; what is left over is unknown.
class Reader {
public:
    Reader(Json const& json, std::string pointer) : json_(json), pointer_(std::move(pointer))
    {
        if (!json.is_object())
            fail(pointer_, "an object belongs here");
    }

    std::string text(std::string const& name)
    {
        auto const* value = take(name);
        if (!value)
            fail(at(name), "this member is missing; give a text");
        if (!value->is_string() || value->get_ref<std::string const&>().empty())
            fail(at(name), "a text that is not empty belongs here");
        return value->get<std::string>();
    }

    std::string text_or(std::string const& name, std::string fallback)
    {
        auto const* value = take(name);
        if (!value)
            return fallback;
        if (!value->is_string())
            fail(at(name), "a text belongs here");
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
            fail(at(name), fmt::format("at most {} letters, digits and -_.: belong here", name_max_bytes));
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
            fail(at(name), "a list belongs here");
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
                fail(at(name), "there is no member of this name; the guide lists those there are");
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
    User user{.account_id = reader.word("accountId"), .display_name = reader.text("displayName")};
    user.email = reader.text_or("email", "");
    auto const role = reader.text_or("role", "user");
    if (role != "user" && role != "admin")
        fail(reader.at("role"), "a role is user or admin");
    user.role = role == "admin" ? Role::admin : Role::user;
    user.time_zone = reader.text_or("timeZone", user.time_zone);
    if (!names_a_time_zone(user.time_zone))
        fail(reader.at("timeZone"), "a time zone is a name of the IANA database, such as Europe/Berlin");
    user.locale = reader.text_or("locale", user.locale);
    if (!names_a_locale(user.locale))
        fail(reader.at("locale"), "a locale is a language and a country, such as de_DE");
    return user;
}

Issue read_issue(Reader& reader)
{
    Issue issue{.id = reader.word("id"), .key = reader.word("key")};
    issue.type = reader.text_or("type", issue.type);
    issue.summary = reader.text("summary");
    issue.description = reader.text_or("description", "");
    issue.status = reader.text_or("status", issue.status);
    auto const statuses = rest::issue_statuses();
    if (std::ranges::find(statuses, issue.status, &rest::IssueStatus::name) == statuses.end())
        fail(reader.at("status"), "a status is To Do, In Progress or Done");
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
    for (auto& issue : read.issues) {
        if (!issue.key.starts_with(read.project.key + "-"))
            fail(reader.at("issues"), fmt::format("the key {} does not start with {}-, its project's key",
                                                  issue.key, read.project.key));
        issue.project_key = read.project.key;
    }
    return read;
}

Content read_content(Reader& reader)
{
    return {.id = reader.word("id"),
            .space_key = "",
            .title = reader.text("title"),
            .body = reader.text_or("body", "")};
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

template <class Items, class Member>
void each_once(Items const& items, Member member, std::string const& pointer)
{
    std::set<std::string> seen;
    for (auto const& item : items)
        if (!seen.insert(item.*member).second)
            fail(pointer, fmt::format("{} stands here twice; each must be another", item.*member));
}

// Things are looked up by either: whichever of two was meant, the other would answer.
template <class Items>
void no_id_is_a_key(Items const& items, std::string const& pointer)
{
    std::set<std::string> keys;
    for (auto const& item : items)
        keys.insert(item.key);
    for (auto const& item : items)
        if (item.id != item.key && keys.contains(item.id))
            fail(pointer, fmt::format("{} is the id of {} and the key of another; give another id", item.id,
                                      item.key));
}

template <class Items>
void told_apart(Items const& items, std::string const& pointer)
{
    using Item = Items::value_type;
    each_once(items, &Item::key, pointer);
    each_once(items, &Item::id, pointer);
    no_id_is_a_key(items, pointer);
}

SiteContent read_site(Reader& reader)
{
    SiteContent site{.name = reader.word("name")};
    site.title = reader.text_or("title", site.name);
    site.users = reader.list("users", &read_user);
    if (std::ranges::find(site.users, Role::admin, &User::role) == site.users.end())
        fail(reader.at("users"), "a site needs an admin; give one user \"role\": \"admin\"");
    for (auto& [project, issues] : reader.list("projects", &read_project)) {
        site.projects.push_back(std::move(project));
        site.issues.insert(site.issues.end(), issues.begin(), issues.end());
    }
    for (auto& [space, pages] : reader.list("spaces", &read_space)) {
        site.spaces.push_back(std::move(space));
        site.contents.insert(site.contents.end(), pages.begin(), pages.end());
    }
    each_once(site.users, &User::account_id, reader.at("users"));
    told_apart(site.projects, reader.at("projects"));
    told_apart(site.issues, reader.at("projects"));
    told_apart(site.spaces, reader.at("spaces"));
    each_once(site.contents, &Content::id, reader.at("spaces"));
    for (auto const& issue : site.issues)
        if (!issue.assignee.empty() &&
            std::ranges::find(site.users, issue.assignee, &User::account_id) == site.users.end())
            fail(reader.at("projects"),
                 fmt::format("{} is assigned to {}, who is no user of this site", issue.key, issue.assignee));
    return site;
}

} // namespace

std::expected<World, std::string> parse_world(std::string_view text)
try {
    if (text.size() > world_text_max_bytes)
        return std::unexpected(fmt::format("/: a fixture has at most {} MiB", world_text_max_bytes >> 20));
    auto const json = Json::parse(text);
    Reader reader(json, "");
    World world{.sites = reader.list("sites", &read_site)};
    reader.finish();
    if (world.sites.empty() || world.sites.size() > sites_max)
        fail("/sites", fmt::format("between one and {} sites belong here", sites_max));
    each_once(world.sites, &SiteContent::name, "/sites");
    return world;
} catch (Mistake const& mistake) {
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
