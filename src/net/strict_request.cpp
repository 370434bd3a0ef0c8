#include "net/strict_request.hpp"

#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::net {
namespace {

namespace beast_http = boost::beast::http;

std::string_view text(boost::beast::string_view view) { return {view.data(), view.size()}; }

// A host and an optional port, nothing else. A comma may stand in a registered name (RFC 3986 section 3.2.2),
// but a list of hosts is not one authority, and no host that can be asked has one.
bool is_one_authority(std::string_view value)
{
    auto const is_host_char = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-._~:[]").contains(c);
    };
    if (value.empty() || !std::ranges::all_of(value, is_host_char))
        return false;
    auto const literal_end = value.starts_with('[') ? value.find(']') : 0; // colons stand in IPv6 literals
    if (literal_end == std::string_view::npos)
        return false;
    auto const host_end = literal_end > 0 ? literal_end + 1 : std::min(value.find(':'), value.size());
    auto port = value.substr(host_end);
    if (port.starts_with(':'))
        port.remove_prefix(1);
    else if (!port.empty())
        return false;
    if (!std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; }))
        return false;
    return http::parse_url(fmt::format("http://{}/", value)).has_value();
}

std::expected<std::string, RequestDefect> authority_of(beast_http::request_header<> const& header,
                                                       std::string_view local_authority)
{
    auto const count = header.count(beast_http::field::host);
    if (count > 1)
        return std::unexpected(RequestDefect::host_repeated);
    if (count == 0 && header.version() == 11)
        return std::unexpected(RequestDefect::host_missing);
    if (count == 0)
        return std::string(local_authority);
    auto const host = text(header[beast_http::field::host]);
    if (!is_one_authority(host))
        return std::unexpected(RequestDefect::host_not_one_authority);
    return std::string(host);
}

std::expected<void, RequestDefect> check_length(beast_http::request_header<> const& header)
{
    auto const codings = header.count(beast_http::field::transfer_encoding);
    if (header.count(beast_http::field::content_length) + codings > 1)
        return std::unexpected(RequestDefect::length_ambiguous);
    if (codings == 0)
        return {};
    auto const chunked =
        http::equal_ignoring_case(text(header[beast_http::field::transfer_encoding]), "chunked");
    if (!chunked || header.version() < 11)
        return std::unexpected(RequestDefect::length_ambiguous);
    return {};
}

std::expected<std::string, RequestDefect> url_of(std::string_view target, std::string_view origin,
                                                 std::string_view authority)
{
    if (target.contains('#'))
        return std::unexpected(RequestDefect::target_malformed);
    if (target.starts_with('/'))
        return fmt::format("{}{}{}", origin, authority, target);
    if (!http::parse_url(target))
        return std::unexpected(RequestDefect::target_malformed);
    return std::string(target);
}

} // namespace

int status_of(RequestDefect defect)
{
    switch (defect) {
    case RequestDefect::header_too_large:
        return 431;
    case RequestDefect::body_too_large:
        return 413;
    case RequestDefect::version_unknown:
        return 505;
    default:
        return 400;
    }
}

std::string_view describe(RequestDefect defect)
{
    switch (defect) {
    case RequestDefect::line_malformed:
        return "a line of the header section does not end in CR LF, or holds a lone CR or NUL";
    case RequestDefect::line_folded:
        return "a header field is folded over several lines";
    case RequestDefect::parser_refused:
        return "this is not an HTTP/1.1 request";
    case RequestDefect::version_unknown:
        return "only HTTP/1.0 and HTTP/1.1 are spoken here";
    case RequestDefect::host_missing:
        return "there is no Host header";
    case RequestDefect::host_repeated:
        return "there is more than one Host header";
    case RequestDefect::host_not_one_authority:
        return "the Host header is not one host with an optional port";
    case RequestDefect::target_malformed:
        return "the request target is neither a path nor an absolute http or https URL";
    case RequestDefect::length_ambiguous:
        return "the length of the body is ambiguous";
    case RequestDefect::header_field_malformed:
        return "a header field has a name or a value that it cannot have";
    case RequestDefect::header_too_large:
        return "the header section is too large";
    case RequestDefect::body_too_large:
        return "the body is too large";
    }
    return "";
}

bool may_be_request(std::string_view received)
{
    return received.empty() || (received.front() > ' ' && received.front() < 0x7f);
}

std::optional<std::size_t> header_section_end(std::string_view received, std::size_t searched)
{
    auto newline = received.find('\n', searched > 2 ? searched - 2 : 0);
    while (newline != std::string_view::npos) {
        auto const rest = received.substr(newline + 1);
        if (rest.starts_with('\n'))
            return newline + 2;
        if (rest.starts_with("\r\n"))
            return newline + 3;
        newline = received.find('\n', newline + 1);
    }
    return std::nullopt;
}

std::expected<void, RequestDefect> check_lines(std::string_view header_section)
{
    while (!header_section.empty()) {
        auto const newline = header_section.find('\n');
        auto line = header_section.substr(0, newline);
        if (newline == std::string_view::npos || !line.ends_with('\r'))
            return std::unexpected(RequestDefect::line_malformed);
        line.remove_suffix(1);
        if (line.contains('\r') || line.contains('\0'))
            return std::unexpected(RequestDefect::line_malformed);
        if (line.starts_with(' ') || line.starts_with('\t'))
            return std::unexpected(RequestDefect::line_folded);
        header_section.remove_prefix(newline + 1);
    }
    return {};
}

std::expected<http::Request, RequestDefect> read_header(beast_http::request_header<> const& header,
                                                        std::string_view origin,
                                                        std::string_view local_authority)
{
    if (header.version() != 10 && header.version() != 11)
        return std::unexpected(RequestDefect::version_unknown);
    if (auto const length = check_length(header); !length)
        return std::unexpected(length.error());
    auto const authority = authority_of(header, local_authority);
    if (!authority)
        return std::unexpected(authority.error());
    auto url = url_of(text(header.target()), origin, *authority);
    if (!url)
        return std::unexpected(url.error());

    http::Request request{.method = std::string(text(header.method_string())), .url = std::move(*url)};
    for (auto const& field : header)
        if (!request.headers.add(text(field.name_string()), text(field.value())))
            return std::unexpected(RequestDefect::header_field_malformed);
    return request;
}

} // namespace postern::net
