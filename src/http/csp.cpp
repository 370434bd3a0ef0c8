#include "http/csp.hpp"

#include "http/field_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace postern::http {
namespace {

// A host-source (section 2.3.1) without its path.
struct HostSource {
    std::string scheme; // empty: that of the page
    std::string host;   // lower case; "*" or "*.site.example" with a wildcard
    std::string port;   // empty: the scheme's own; may be "*"
};

bool is_scheme(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

std::optional<HostSource> host_source(std::string_view text)
{
    HostSource source;
    if (auto const end = text.find("://"); end != std::string_view::npos) {
        source.scheme = text.substr(0, end);
        text.remove_prefix(end + 3);
    }
    text = text.substr(0, text.find('/'));
    auto const colon = text.rfind(':');
    if (colon != std::string_view::npos && !text.substr(colon).contains(']')) {
        source.port = text.substr(colon + 1);
        text = text.substr(0, colon);
    }
    source.host = text;
    if (text.empty() || text.starts_with('\''))
        return std::nullopt;
    return source;
}

// Section 6.7.2.9: http in a source lets https through too.
bool scheme_matches(std::string_view source, std::string_view scheme)
{
    return source == scheme || (source == "http" && scheme == "https");
}

bool host_matches(std::string_view source, std::string_view host)
{
    if (source == "*")
        return true;
    if (source.starts_with("*."))
        return host.size() > source.size() - 1 && host.ends_with(source.substr(1));
    return source == host;
}

// Section 6.7.2.11.
bool port_matches(HostSource const& source, Url const& origin)
{
    auto const usual = origin.scheme == "https" ? 443 : 80;
    if (source.port == "*")
        return true;
    if (source.port.empty())
        return origin.port == usual;
    int port = 0;
    std::from_chars(source.port.data(), source.port.data() + source.port.size(), port);
    return port == origin.port || (port == 80 && origin.port == 443 && origin.scheme == "https");
}

CspDirective const* script_rule(CspPolicy const& policy)
{
    auto const* const scripts = policy.find("script-src");
    return scripts ? scripts : policy.find("default-src");
}

CspScripts scripts_of(CspPolicy const& policy)
{
    auto const* const rule = script_rule(policy);
    if (!rule)
        return {.inline_code = true, .eval = true, .any_origin = true};
    CspScripts allowed;
    bool takes_inline_back = false; // section 6.7.3.2
    bool strict = false;
    for (auto const& value : rule->values) {
        auto const source = lower_case(value);
        if (source == "'unsafe-inline'")
            allowed.inline_code = true;
        else if (source == "'unsafe-eval'")
            allowed.eval = true;
        else if (source == "'strict-dynamic'")
            strict = true;
        else if (source.starts_with("'nonce-") || source.starts_with("'sha256-") ||
                 source.starts_with("'sha384-") || source.starts_with("'sha512-"))
            takes_inline_back = true;
        else if (source == "*" || source == "https:" || source == "http:" || source == "data:" ||
                 source == "blob:")
            allowed.any_origin = true;
    }
    allowed.inline_code = allowed.inline_code && !takes_inline_back && !strict;
    allowed.any_origin = allowed.any_origin && !strict;
    return allowed;
}

} // namespace

CspDirective const* CspPolicy::find(std::string_view name) const
{
    auto const found = std::ranges::find(directives, name, &CspDirective::name);
    return found == directives.end() ? nullptr : &*found;
}

std::vector<CspPolicy> csp_of(Headers const& headers)
{
    std::vector<CspPolicy> policies;
    for (auto const value : headers.all("Content-Security-Policy"))
        for (auto const text : split(value, ','))
            if (auto policy = parse_csp(text); !policy.directives.empty())
                policies.push_back(std::move(policy));
    return policies;
}

CspPolicy parse_csp(std::string_view text)
{
    CspPolicy policy;
    for (auto const directive : split(text, ';')) {
        CspDirective read;
        auto rest = directive;
        while (!rest.empty()) {
            auto const end = std::min(rest.find_first_of(" \t\n\f\r"), rest.size());
            auto const word = rest.substr(0, end);
            if (read.name.empty())
                read.name = lower_case(word);
            else
                read.values.emplace_back(word);
            rest = trimmed(rest.substr(end));
        }
        if (!policy.find(read.name))
            policy.directives.push_back(std::move(read));
    }
    return policy;
}

bool csp_source_matches(std::string_view text, Url const& origin, Url const& self)
{
    auto const source = lower_case(text);
    if (source == "*")
        return true; // origins here are http or https
    if (source == "'self'")
        return scheme_matches(self.scheme, origin.scheme) && self.host == origin.host &&
               (self.port == origin.port || (self.scheme != origin.scheme && self.port == 80));
    if (source.ends_with(':') && is_scheme(std::string_view(source).substr(0, source.size() - 1)))
        return scheme_matches(std::string_view(source).substr(0, source.size() - 1), origin.scheme);
    auto const parsed = host_source(source);
    return parsed && scheme_matches(parsed->scheme.empty() ? self.scheme : parsed->scheme, origin.scheme) &&
           host_matches(parsed->host, origin.host) && port_matches(*parsed, origin);
}

bool csp_lets_frame(CspPolicy const& policy, std::string_view family, Url const& self)
{
    auto const* const ancestors = policy.find("frame-ancestors");
    if (!ancestors)
        return true;
    constexpr std::string_view wildcard = "*.";
    std::string one_of_them(family);
    auto const star = one_of_them.find(wildcard);
    if (star != std::string::npos)
        one_of_them.replace(star, 1, "any-site");
    auto const member = parse_url(one_of_them);
    if (!member)
        return false;
    return std::ranges::any_of(ancestors->values, [&](std::string const& value) {
        if (csp_source_matches(value, *member, self))
            return true;
        if (star == std::string::npos)
            return false;
        // A source may also name single sites of the family.
        auto const named = host_source(lower_case(value));
        if (!named || !host_matches(family.substr(star), named->host))
            return false;
        auto const site = parse_url(one_of_them.substr(0, star) + named->host);
        return site && csp_source_matches(value, *site, self);
    });
}

CspScripts csp_scripts(std::vector<CspPolicy> const& policies)
{
    CspScripts allowed{.inline_code = true, .eval = true, .any_origin = true};
    for (auto const& policy : policies) {
        auto const one = scripts_of(policy);
        allowed.inline_code = allowed.inline_code && one.inline_code;
        allowed.eval = allowed.eval && one.eval;
        allowed.any_origin = allowed.any_origin && one.any_origin;
    }
    return allowed;
}

} // namespace postern::http
