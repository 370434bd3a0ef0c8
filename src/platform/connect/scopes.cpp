#include "platform/connect/scopes.hpp"

#include "http/headers.hpp"

#include <algorithm>
#include <array>

namespace postern::platform::connect {
namespace {

using enum StatedScope::Reach;

struct Scope {
    std::string_view name;
    ScopeMeaning meaning;
};

constexpr auto scopes = std::to_array<Scope>({
    // Jira and Confluence
    {"none", {ordinary, ""}},
    {"read", {ordinary, ""}},
    {"write", {ordinary, ""}},
    {"delete", {ordinary, ""}},
    {"project_admin", {wide, "whoever holds the app's secret can change the settings of every Jira project"}},
    {"space_admin",
     {wide, "whoever holds the app's secret can change the settings of every Confluence space"}},
    {"admin", {wide, "whoever holds the app's secret can change the settings of the whole site"}},
    {"act_as_user",
     {wide, "whoever holds the app's secret can act in the name of every user of the site, administrators "
            "included"}},
    {"access_email_addresses",
     {wide, "the app sees the e-mail addresses that users have hidden; the publisher grants it one app at a "
            "time"}},
    // Bitbucket
    {"account", {ordinary, ""}},
    {"email", {ordinary, ""}},
    {"team", {ordinary, ""}},
    {"project", {ordinary, ""}},
    {"repository", {ordinary, ""}},
    {"repository:write", {ordinary, ""}},
    {"pullrequest", {ordinary, ""}},
    {"pullrequest:write", {ordinary, ""}},
    {"issue", {ordinary, ""}},
    {"issue:write", {ordinary, ""}},
    {"snippet", {ordinary, ""}},
    {"snippet:write", {ordinary, ""}},
    {"wiki", {ordinary, ""}},
    {"webhook", {ordinary, ""}},
    {"pipeline", {ordinary, ""}},
    {"pipeline:write", {ordinary, ""}},
    {"runner", {ordinary, ""}},
    {"account:write", {wide, "whoever holds the app's secret can change the account's settings"}},
    {"team:write", {wide, "whoever holds the app's secret can change the team's members"}},
    {"project:admin", {wide, "whoever holds the app's secret can change the settings of projects"}},
    {"repository:admin",
     {wide, "whoever holds the app's secret can change the settings and permissions of repositories"}},
    {"repository:delete", {wide, "whoever holds the app's secret can delete repositories"}},
    {"pipeline:variable",
     {wide,
      "whoever holds the app's secret can read and change the variables of pipelines, where secrets are "
      "kept"}},
    {"runner:write", {wide, "whoever holds the app's secret can add machines on which builds run"}},
});

} // namespace

ScopeMeaning meaning_of_scope(std::string_view scope)
{
    auto const small = http::lower_case(scope);
    auto const* const found = std::ranges::find(scopes, small, &Scope::name);
    return found == scopes.end() ? ScopeMeaning{} : found->meaning;
}

} // namespace postern::platform::connect
