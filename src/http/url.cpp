#include "http/url.hpp"

#include "base/hex.hpp"
#include "http/headers.hpp"

#include <boost/url.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace postern::http {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

constexpr bool is_alphanumeric(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// By byte: what stands as it is behind the authority (RFC 3986 section 2).
constexpr auto stands_as_it_is = [] {
    std::array<bool, 256> table{};
    for (auto const c : std::string_view("-._~:/?@!$&'()*+,;="))
        table[static_cast<unsigned char>(c)] = true;
    for (std::size_t byte = 0; byte < table.size(); ++byte)
        table[byte] = table[byte] || is_alphanumeric(static_cast<char>(byte));
    return table;
}();

void append_encoded(std::string& out, char c)
{
    auto const byte = static_cast<unsigned char>(c);
    out += '%';
    out += hex_digits[byte >> 4];
    out += hex_digits[byte & 0x0f];
}

// Behind the authority, encodes what may stand in no URL (RFC 3986 section 2), also a "%" that starts no
// escape, so that the strict parser accepts what browsers accept. The authority is left to the parser. "["
// and "]" belong to the authority only, but browsers send them raw in queries; the parser wants them encoded
// there.
std::string tolerate(std::string_view text)
{
    auto const fragment = text.find('#');
    text = text.substr(0, fragment);
    auto start = std::size_t{0};
    if (auto const scheme = text.find("://"); scheme != std::string_view::npos)
        start = std::min(text.find_first_of("/?", scheme + 3), text.size());
    else if (text.starts_with("//"))
        start = std::min(text.find_first_of("/?", 2), text.size());

    std::string out;
    out.reserve(text.size());
    auto copied = std::size_t{0}; // of the text
    for (auto i = start; i < text.size(); ++i) {
        auto const c = text[i];
        auto const is_escape = c == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]);
        if (stands_as_it_is[static_cast<unsigned char>(c)] || is_escape)
            continue;
        out += text.substr(copied, i - copied);
        append_encoded(out, c);
        copied = i + 1;
    }
    out += text.substr(copied);
    return out;
}

std::expected<Url, UrlError> from_view(boost::urls::url_view const& view)
{
    if (!view.has_scheme() || !view.has_authority())
        return std::unexpected(UrlError::relative); // also "localhost:3000", which has a scheme by its form
    Url url;
    url.scheme = lower_case(std::string_view(view.scheme()));
    if (url.scheme != "http" && url.scheme != "https")
        return std::unexpected(UrlError::scheme_not_http);
    if (view.encoded_host().empty())
        return std::unexpected(UrlError::relative);
    if (view.has_userinfo())
        return std::unexpected(UrlError::has_userinfo);
    url.host = lower_case(std::string_view(view.encoded_host()));
    url.port = url.scheme == "https" ? 443 : 80;
    if (std::string_view const digits = view.port(); !digits.empty()) { // port_number() wraps beyond 65535
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
        if (error != std::errc{} || end != digits.data() + digits.size() || url.port == 0)
            return std::unexpected(UrlError::malformed);
    }
    url.path = std::string(std::string_view(view.encoded_path()));
    if (url.path.empty())
        url.path = "/";
    if (!url.path.starts_with('/')) // Boost.URL 1.81 takes "https://host:abc" for a port ":" and a path "abc"
        return std::unexpected(UrlError::malformed);
    url.has_query = view.has_query();
    url.query = std::string(std::string_view(view.encoded_query()));
    return url;
}

} // namespace

std::string_view describe(UrlError error)
{
    switch (error) {
    case UrlError::empty:
        return "the URL is empty";
    case UrlError::too_long:
        return "the URL is longer than 64 KiB";
    case UrlError::malformed:
        return "this is not a URL (RFC 3986)";
    case UrlError::relative:
        return "the URL is relative: it needs a scheme and a host, as in https://app.example.com";
    case UrlError::scheme_not_http:
        return "the URL's scheme is neither http nor https";
    case UrlError::has_userinfo:
        return "the URL carries a user name or password; take it out";
    }
    return "";
}

std::string Url::authority() const
{
    auto const own_port = scheme == "https" ? 443 : 80;
    return port == own_port ? host : fmt::format("{}:{}", host, port);
}

std::string Url::origin() const { return fmt::format("{}://{}", scheme, authority()); }

std::string Url::target() const { return has_query ? fmt::format("{}?{}", path, query) : path; }

std::string Url::text() const { return origin() + target(); }

std::expected<Url, UrlError> parse_url(std::string_view text)
{
    if (text.empty())
        return std::unexpected(UrlError::empty);
    if (text.size() > url_max_bytes)
        return std::unexpected(UrlError::too_long);
    auto const tolerated = tolerate(text);
    auto const parsed = boost::urls::parse_uri_reference(tolerated);
    if (!parsed)
        return std::unexpected(UrlError::malformed);
    return from_view(*parsed);
}

std::expected<Url, UrlError> resolve(Url const& base, std::string_view reference)
{
    if (reference.size() > url_max_bytes)
        return std::unexpected(UrlError::too_long);
    auto const tolerated = tolerate(reference);
    auto const parsed = boost::urls::parse_uri_reference(tolerated);
    auto const base_text = base.text();
    auto const base_parsed = boost::urls::parse_uri(base_text);
    if (!parsed || !base_parsed)
        return std::unexpected(UrlError::malformed);
    boost::urls::url resolved;
    if (auto const done = boost::urls::resolve(*base_parsed, *parsed, resolved); !done)
        return std::unexpected(UrlError::malformed);
    return from_view(resolved);
}

std::string percent_encode(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (auto const c : text) {
        if (is_alphanumeric(c) || std::string_view("-._~").contains(c))
            out += c;
        else
            append_encoded(out, c);
    }
    return out;
}

std::string form_decode(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        auto const low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

} // namespace postern::http
