#pragma once

// One address of the product's REST API, and what a request to it brings.

#include "simulator/request/json_member.hpp"
#include "simulator/rest/scope.hpp"
#include "simulator/site_services.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

// Of Jira's API: version 2 gives and takes texts as they are, version 3 as documents (rest/adf.hpp).
enum class ApiVersion { two, three };

// Whether an answer names the e-mail addresses of people: for apps with the scope ACCESS_EMAIL_ADDRESSES.
enum class Emails { told, withheld };
[[nodiscard]] Emails emails_within(Scopes scopes);

// How an answer writes what it tells.
struct Form {
    ApiVersion version;
    Emails emails;
};

struct RestCall {
    SiteServices const& services;
    InstalledApp const& app;
    Scopes scopes;
    User const* user; // null: the app itself asks
    ApiVersion version;
    std::vector<std::string> const& parameters; // what "*" of the route stands for, decoded, in order
    std::string_view query;
    nlohmann::json const& body; // an empty object where there is none
    std::string_view body_text;

    [[nodiscard]] Site& at() const { return services.site; }
    [[nodiscard]] State& state() const { return services.site.state(); }
    [[nodiscard]] std::string const& site() const { return services.site.tenant().name; }
    [[nodiscard]] std::string const& origin() const { return services.site.tenant().origin; }
    [[nodiscard]] Form form() const { return {.version = version, .emails = emails_within(scopes)}; }
    // Who acts: a person's account, or the app, whose account is its key.
    [[nodiscard]] std::string const& actor() const { return user ? user->account_id : app.app.key; }
};

struct RestRoute {
    std::string_view method;
    std::string_view path; // "*" is one segment; Jira's with "/rest/api/3/"
    Scope scope;
    http::Response (*answer)(RestCall const&);
};

// A part of a long list: ?startAt=&maxResults= and what Confluence calls them.
struct Part {
    static constexpr std::size_t items_max = 100;
    std::size_t start = 0;
    std::size_t size = 50;
};
[[nodiscard]] std::expected<Part, std::string> part_of(std::string_view query, std::string_view start_name,
                                                       std::string_view size_name);
// A number of decimal digits; nothing for anything else.
[[nodiscard]] std::optional<std::size_t> number_from(std::string_view text);

template <class Items>
std::span<typename Items::value_type const> cut(Items const& items, Part part)
{
    std::span<typename Items::value_type const> const all(items);
    auto const start = std::min(part.start, all.size());
    return all.subspan(start, std::min(part.size, all.size() - start));
}

// Errors as each product tells them. Jira: `message` for all, or for the field that it is about.
[[nodiscard]] http::Response rest_error(int status, std::string_view message, std::string_view field = "");
[[nodiscard]] http::Response wiki_error(int status, std::string_view message);
[[nodiscard]] http::Response no_content();

} // namespace postern::simulator
