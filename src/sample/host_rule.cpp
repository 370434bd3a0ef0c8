#include "sample/host_rule.hpp"

#include "http/headers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::sample {
namespace {

bool is_host_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '[' || c == ']' ||
           c == ':';
}

} // namespace

bool is_loopback(std::string_view host)
{
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

std::expected<HostRule, std::string> HostRule::parse(std::string_view text)
{
    HostRule rule;
    auto host = http::lower_case(text);
    if (host.starts_with("*.")) {
        rule.match_ = Match::below;
        host.erase(0, 2);
    }
    auto const url = http::parse_url("https://" + host);
    auto const is_host =
        !host.empty() && std::ranges::all_of(host, is_host_character) && url && url->host == host;
    auto const is_wide = rule.match_ == Match::below && !host.contains('.');
    if (!is_host || is_wide)
        return std::unexpected(fmt::format("'{}' is not a host rule; write site.example for one host or "
                                           "*.site.example for those below it",
                                           text));
    rule.host_ = std::move(host);
    return rule;
}

bool HostRule::allows(http::Url const& url) const
{
    if (url.scheme != "https" && !is_loopback(url.host))
        return false;
    if (match_ == Match::exact)
        return url.host == host_;
    return url.host.size() > host_.size() + 1 && url.host.ends_with("." + host_);
}

std::vector<std::string> HostRule::frame_sources() const
{
    if (match_ == Match::below)
        return {"https://*." + host_};
    if (is_loopback(host_))
        return {fmt::format("https://{}:*", host_), fmt::format("http://{}:*", host_)};
    return {"https://" + host_};
}

std::vector<HostRule> default_host_rules()
{
    std::vector<HostRule> rules;
    for (auto const* const text : {"*.atlassian.net", "*.jira.com"})
        rules.push_back(HostRule::parse(text).value());
    return rules;
}

bool allows(std::vector<HostRule> const& rules, http::Url const& url)
{
    return std::ranges::any_of(rules, [&](HostRule const& rule) { return rule.allows(url); });
}

} // namespace postern::sample
