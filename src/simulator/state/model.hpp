#pragma once

// What the simulated sites hold, as plain values.

#include "base/clock.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

enum class Role { user, admin };

struct User {
    std::string account_id;
    std::string display_name;
    std::string email;
    Role role = Role::user;
    std::string time_zone = "Etc/UTC"; // IANA
    std::string locale = "en_US";
    bool operator==(User const&) const = default;
};

struct Comment {
    std::string id;
    std::string author; // an account id
    std::string body;   // plain text
    TimePoint created;
    bool operator==(Comment const&) const = default;
};

struct Issue {
    std::string id;
    std::string key; // "ALPHA-1"
    std::string project_key;
    std::string type = "Task";
    std::string summary;
    std::string description; // plain text
    std::string status = "To Do";
    std::string assignee;          // an account id; empty: nobody
    std::vector<Comment> comments; // the oldest first
    bool operator==(Issue const&) const = default;
};

inline constexpr std::string_view project_type_key = "software"; // of every project

struct Project {
    std::string id;
    std::string key;
    std::string name;
    bool operator==(Project const&) const = default;
};

struct Content { // a page of a space
    std::string id;
    std::string space_key;
    std::string title;
    std::string body; // plain text; an empty line parts paragraphs
    int version = 1;
    bool operator==(Content const&) const = default;
};

struct Space {
    std::string id;
    std::string key;
    std::string name;
    bool operator==(Space const&) const = default;
};

// One tenant: its name is part of no address of an app, its client key is.
struct SiteContent {
    std::string name;  // "alpha"
    std::string title; // for people
    std::vector<User> users;
    std::vector<Project> projects;
    std::vector<Issue> issues;
    std::vector<Space> spaces;
    std::vector<Content> contents;
    bool operator==(SiteContent const&) const = default;
};

struct World {
    std::vector<SiteContent> sites;
    bool operator==(World const&) const = default;
};

// The app as one site knows it.
struct Installation {
    std::string app_key;
    std::string app_name;
    std::string descriptor_url;
    std::string descriptor; // the text as it was fetched
    std::string shared_secret;
    std::string oauth_client_id;
    enum class State { enabled, disabled };
    State state = State::enabled;
    bool operator==(Installation const&) const = default;
};

} // namespace postern::simulator
