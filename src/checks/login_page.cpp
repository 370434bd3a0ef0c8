#include "checks/login_page.hpp"

#include "http/url.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace postern::checks {
namespace {

constexpr std::array<std::string_view, 7> login_hosts{
    "id.atlassian.com",  "auth.atlassian.com",   "accounts.google.com",   "login.microsoftonline.com",
    "appleid.apple.com", "login.salesforce.com", "signin.aws.amazon.com",
};
constexpr std::array<std::string_view, 4> login_domains{".okta.com", ".auth0.com", ".onelogin.com",
                                                        ".amazoncognito.com"};

// A settings page asks for more than a name and a password.
constexpr int other_fields_max = 2;

constexpr std::size_t input_tag_max_bytes = 4096; // of one field's tag, where its type is looked for

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// The value of an attribute in the lower-case text of one tag, quotes taken off.
std::string_view attribute(std::string_view tag, std::string_view name)
{
    for (auto at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
        auto value = at + name.size();
        if (at == 0 || !is_space(tag[at - 1]))
            continue;
        while (value < tag.size() && is_space(tag[value]))
            ++value;
        if (value == tag.size() || tag[value] != '=')
            continue;
        do
            ++value;
        while (value < tag.size() && is_space(tag[value]));
        if (value == tag.size())
            return {};
        auto const quote = tag[value];
        if (quote == '"' || quote == '\'')
            return tag.substr(value + 1, std::min(tag.find(quote, value + 1), tag.size()) - value - 1);
        auto const end =
            std::ranges::find_if(tag.substr(value), [](char c) { return is_space(c) || c == '/'; });
        return {tag.data() + value, static_cast<std::size_t>(end - tag.begin()) - value};
    }
    return {};
}

// Fields of one form; `form` is the lower-case text between its tags.
bool asks_for_a_password(std::string_view form)
{
    int passwords = 0;
    int others = 0;
    for (auto at = form.find("<input"); at != std::string_view::npos;) {
        auto const rest = form.substr(at, input_tag_max_bytes);
        auto const tag = rest.substr(0, rest.find('>'));
        auto const type = attribute(tag, "type");
        at = form.find("<input", at + tag.size());
        if (type == "password")
            ++passwords;
        else if (type.empty() || type == "text" || type == "email" || type == "tel" || type == "url" ||
                 type == "number")
            ++others;
    }
    auto const larger = form.contains("<textarea") || form.contains("<select");
    return passwords == 1 && others <= other_fields_max && !larger;
}

bool has_login_form(std::string_view body)
{
    auto const html = http::lower_case(body);
    for (auto at = html.find("<form"); at != std::string::npos;) {
        auto const end = std::min(html.find("</form", at), html.size());
        if (asks_for_a_password(std::string_view(html).substr(at, end - at)))
            return true;
        at = html.find("<form", end); // forms do not nest
    }
    return false;
}

bool is_login_host(std::string_view host)
{
    return std::ranges::find(login_hosts, host) != login_hosts.end() ||
           std::ranges::any_of(login_domains,
                               [&](std::string_view domain) { return host.ends_with(domain); });
}

std::string_view without_trailing_slash(std::string_view path)
{
    return path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

} // namespace

bool led_to_login(std::span<http::Exchange const> hops)
{
    if (hops.size() < 2 || !hops.back().response())
        return false;
    auto const first = http::parse_url(hops.front().request.url);
    auto const last = http::parse_url(hops.back().request.url);
    if (!first || !last)
        return false;
    if (first->host != last->host && is_login_host(last->host))
        return true;
    auto const same_place = first->host == last->host &&
                            without_trailing_slash(first->path) == without_trailing_slash(last->path);
    return !same_place && has_login_form(hops.back().response()->body);
}

} // namespace postern::checks
