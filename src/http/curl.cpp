#include "http/curl.hpp"

#include "base/redact.hpp"
#include "http/redirect.hpp"
#include "http/url.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace postern::http {
namespace {

bool is_control(char c)
{
    auto const byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._/:@=,+").contains(c);
}

// Bytes that may not stand in a URL, encoded: a line break would otherwise break the line.
std::string without_controls(std::string_view url)
{
    std::string safe;
    for (char const c : url)
        safe += is_control(c) ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
    return safe;
}

// Bytes that a quoted argument, a JSON text or a terminal would not carry unchanged.
bool is_fragile(char c) { return is_control(c) || static_cast<unsigned char>(c) >= 0x80; }

// The format of printf(1): octal escapes for what is not printable ASCII, and for a dash in front, which
// would begin an option.
std::string printf_format(std::string_view body)
{
    std::string format;
    if (body.starts_with('-')) {
        format = "\\055";
        body.remove_prefix(1);
    }
    for (char const c : body) {
        if (c == '%')
            format += "%%";
        else if (c == '\\')
            format += "\\\\";
        else if (c == '\n')
            format += "\\n";
        else if (is_fragile(c))
            format += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
        else
            format += c;
    }
    return format;
}

enum class UserToken { redacted, from_file };

// Without the query: a placeholder makes it none that can be parsed.
UserToken user_token_for(std::string_view url, std::string_view base_url)
{
    auto const to = parse_url(url.substr(0, url.find_first_of("?#")));
    auto const app = parse_url(base_url);
    return app && to && same_site(*app, *to) ? UserToken::from_file : UserToken::redacted;
}

// `word` for a shell that puts the user's token in where it was.
std::string shell_word(std::string_view word, UserToken token)
{
    auto at = word.find(redacted_user_token);
    if (token == UserToken::redacted || at == std::string_view::npos)
        return shell_quoted(word);
    std::string quoted;
    for (; at != std::string_view::npos; at = word.find(redacted_user_token)) {
        if (at > 0)
            quoted += shell_quoted(word.substr(0, at));
        quoted += token_from_file;
        word.remove_prefix(at + redacted_user_token.size());
    }
    return word.empty() ? quoted : quoted + shell_quoted(word);
}

// Headers that curl makes itself, from the address and the body.
bool made_by_curl(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names{"Host", "Content-Length", "Connection",
                                                    "Transfer-Encoding", "Accept-Encoding"};
    return std::ranges::any_of(names, [&](auto known) { return equal_ignoring_case(known, name); });
}

void add_headers(Request const& request, UserToken token, std::vector<std::string>& words)
{
    for (auto const& [name, value] : request.headers) {
        if (made_by_curl(name))
            continue;
        // "Name;" is curl's way to send a header without a value.
        auto const field = value.empty() ? name + ";" : name + ": " + value;
        words.push_back("--header " + shell_word(field, token));
    }
    // Without this curl would say that any body is a form.
    if (!request.body.empty() && !request.headers.get("Content-Type"))
        words.emplace_back("--header Content-Type:");
}

bool is_https(std::string_view url)
{
    constexpr std::string_view scheme = "https://";
    return equal_ignoring_case(url.substr(0, scheme.size()), scheme);
}

} // namespace

std::string shell_quoted(std::string_view word)
{
    if (!word.empty() && std::ranges::all_of(word, is_plain))
        return std::string(word);
    std::string quoted = "'";
    for (char const c : word) {
        if (c == '\'')
            quoted += "'\\''";
        else if (c != '\0')
            quoted += c;
    }
    return quoted + "'";
}

std::vector<std::string> curl_words(Request const& request, CurlSettings const& settings)
{
    auto const token = user_token_for(request.url, settings.base_url);
    auto const piped = std::ranges::any_of(request.body, is_fragile);
    std::vector<std::string> words;
    if (piped)
        words = {"printf " + shell_quoted(printf_format(request.body)), "|"};
    words.emplace_back("curl");
    words.emplace_back("--include");
    words.emplace_back("--globoff");    // braces and brackets of the address stay what they are
    words.emplace_back("--path-as-is"); // so do "/../" and "/./"
    if (settings.certificates == CurlSettings::Certificates::not_checked && is_https(request.url))
        words.emplace_back("--insecure");
    if (request.method == "HEAD")
        words.emplace_back("--head");
    else if (request.method != "GET" || !request.body.empty())
        words.push_back("--request " + shell_quoted(without_controls(request.method)));
    add_headers(request, token, words);
    if (piped)
        words.emplace_back("--data-binary @-");
    else if (!request.body.empty())
        words.push_back("--data-raw " + shell_quoted(request.body));
    words.push_back("--url " + shell_word(without_controls(request.url), token));
    return words;
}

std::string curl_line(Request const& request, CurlSettings const& settings)
{
    return fmt::format("{}", fmt::join(curl_words(request, settings), " "));
}

} // namespace postern::http
