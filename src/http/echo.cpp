#include "http/echo.hpp"

#include "http/url.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace postern::http {
namespace {

// Shorter pieces ("/", "a=1") stand in a page by chance.
constexpr std::size_t echo_min_bytes = 5;
constexpr std::size_t parameters_max = 64;
constexpr std::size_t body_echo_max_bytes = 16 * 1024;

using Replacement = std::pair<char, std::string_view>;

std::string escape(std::string_view text, std::span<Replacement const> replacements)
{
    std::string escaped;
    for (auto const c : text) {
        auto const found = std::ranges::find(replacements, c, &Replacement::first);
        escaped += found == replacements.end() ? std::string_view(&c, 1) : found->second;
    }
    return escaped;
}

constexpr std::array<Replacement, 5> html{
    {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}}};
constexpr std::array<Replacement, 3> json{{{'/', "\\/"}, {'"', "\\\""}, {'\\', "\\\\"}}};
constexpr std::array<Replacement, 4> json_for_html{
    {{'&', "\\u0026"}, {'<', "\\u003c"}, {'>', "\\u003e"}, {'=', "\\u003d"}}};

// Some frameworks write escapes with lower-case digits.
std::string lower_case_escapes(std::string text)
{
    for (std::size_t i = 0; i + 2 < text.size(); ++i)
        if (text[i] == '%')
            for (auto const digit : {i + 1, i + 2})
                if (text[digit] >= 'A' && text[digit] <= 'F')
                    text[digit] = static_cast<char>(text[digit] - 'A' + 'a');
    return text;
}

void add_parts(Url const& url, std::vector<std::string>& pieces)
{
    pieces.push_back(url.path);
    pieces.push_back(url.query);
    std::string_view rest = url.query;
    for (std::size_t count = 0; !rest.empty() && count < parameters_max; ++count) {
        auto const end = std::min(rest.find('&'), rest.size());
        pieces.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

std::vector<std::string> pieces_of(std::span<Exchange const> hops, EchoScope scope)
{
    std::vector<std::string> pieces;
    auto const add = [&](std::string_view address) {
        auto const url = parse_url(address);
        if (!url)
            return;
        pieces.push_back(url->text());
        // A bare path may be content, such as a link in a menu; with a query it is this very request.
        if (scope == EchoScope::address_and_parts || url->has_query)
            pieces.push_back(url->target());
        if (scope == EchoScope::address_and_parts)
            add_parts(*url, pieces);
    };
    for (auto const& hop : hops) {
        add(hop.request.url);
        if (scope == EchoScope::address_and_parts && hop.request.body.size() <= body_echo_max_bytes)
            pieces.push_back(hop.request.body);
        auto const* response = hop.response();
        if (scope == EchoScope::address || !response)
            continue;
        if (auto const location = response->headers.get("Location")) {
            pieces.emplace_back(*location);
            add(*location);
        }
    }
    return pieces;
}

// memmem(3) of glibc takes time in proportion to the text, whatever both are; std::string::find takes as much
// again for each byte of the piece, of which a hostile descriptor decides.
std::size_t find(std::string const& text, std::string_view piece, std::size_t from)
{
    auto const* found = ::memmem(text.data() + from, text.size() - from, piece.data(), piece.size());
    return found ? static_cast<std::size_t>(static_cast<char const*>(found) - text.data())
                 : std::string::npos;
}

void blank_out(std::string& text, std::string_view piece)
{
    std::size_t from = find(text, piece, 0);
    if (from == std::string::npos)
        return;
    std::string rest;
    std::size_t copied = 0;
    for (; from != std::string::npos; from = find(text, piece, copied)) {
        rest.append(text, copied, from - copied).append(1, ' ');
        copied = from + piece.size();
    }
    text = rest.append(text, copied);
}

} // namespace

std::vector<std::string> spellings(std::string_view text)
{
    auto const decoded = form_decode(text);
    std::vector<std::string> all;
    auto const add = [&](std::string spelling) {
        if (std::ranges::find(all, spelling) == all.end())
            all.push_back(std::move(spelling));
    };
    for (std::string_view const plain : {text, std::string_view(decoded)}) {
        add(std::string(plain));
        add(percent_encode(plain));
        add(lower_case_escapes(percent_encode(plain)));
        add(escape(plain, html));
        add(escape(plain, json));
        add(escape(plain, json_for_html));
    }
    return all;
}

std::string without_echoes(std::string_view text, std::span<Exchange const> hops, EchoScope scope)
{
    std::vector<std::string> all;
    for (auto const& piece : pieces_of(hops, scope))
        if (piece.size() >= echo_min_bytes)
            std::ranges::move(spellings(piece), std::back_inserter(all));
    // The longest first: a part must not tear the whole apart.
    std::ranges::sort(all, [](std::string const& a, std::string const& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    std::string rest(text);
    for (auto const& piece : all)
        blank_out(rest, piece);
    return rest;
}

} // namespace postern::http
