#include "platform/connect/app_url.hpp"

#include "http/headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern::platform::connect {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// RFC 3986 section 3.1
bool has_scheme(std::string_view text)
{
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front()))
        return false;
    return std::ranges::all_of(text.substr(0, colon), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

// Scheme and authority: what stands before the path.
std::string_view authority_part(std::string_view absolute)
{
    auto const start = absolute.find("//");
    if (start == std::string_view::npos)
        return absolute;
    return absolute.substr(0, absolute.find_first_of("/?#\\", start + 2));
}

std::string join(http::Url const& base_url, std::string_view relative)
{
    auto address = base_address(base_url);
    auto const is_bare = address.size() == base_url.origin().size();
    if (relative.starts_with('/') || (!is_bare && (relative.empty() || relative.starts_with('?'))))
        return address.append(relative);
    return address.append("/").append(relative);
}

std::unexpected<NoRequest> elsewhere(std::string reason)
{
    return std::unexpected(NoRequest{NoRequest::Why::elsewhere, std::move(reason)});
}

std::unexpected<NoRequest> unusable(std::string reason)
{
    return std::unexpected(NoRequest{NoRequest::Why::unusable, std::move(reason)});
}

} // namespace

std::string base_address(http::Url const& base_url)
{
    auto address = base_url.origin() + base_url.path;
    while (address.ends_with('/'))
        address.pop_back();
    return address;
}

bool is_unrendered(std::string_view text)
{
    return text.contains("{{") || text.contains("{%") || text.contains("${");
}

std::expected<std::string, NoRequest> locate(std::string_view url_template, http::Url const& base_url,
                                             std::string_view declared_base_url)
{
    if (url_template.size() > url_template_max_bytes)
        return unusable(fmt::format("longer than {} bytes", url_template_max_bytes));
    if (is_unrendered(declared_base_url) && url_template.starts_with(declared_base_url))
        return join(base_url, url_template.substr(declared_base_url.size()));
    if (url_template.starts_with("//") || url_template.starts_with("\\\\"))
        return elsewhere(fmt::format("another host: {}", authority_part(url_template)));
    if (!has_scheme(url_template))
        return join(base_url, url_template);

    auto const authority = authority_part(url_template);
    auto const scheme = http::lower_case(authority.substr(0, authority.find(':')));
    if (scheme != "http" && scheme != "https")
        return elsewhere("neither http nor https");
    auto const parsed = http::parse_url(authority);
    if (!parsed && parsed.error() == http::UrlError::has_userinfo)
        return unusable(std::string(describe(parsed.error())));
    if (authority.contains('{'))
        return elsewhere(fmt::format("another host: {}", authority));
    if (!parsed)
        return unusable(std::string(describe(parsed.error())));
    if (parsed->origin() != base_url.origin())
        return elsewhere(fmt::format("another host: {}", parsed->origin()));
    auto rest = std::string(url_template.substr(authority.size()));
    if (rest.starts_with('\\')) // browsers take it for the "/" that ends the authority
        rest.front() = '/';
    return base_url.origin().append(rest);
}

} // namespace postern::platform::connect
