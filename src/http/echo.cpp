#include "http/echo.hpp"

#include "http/url.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <utility>

namespace postern::http {
namespace {

// Shorter pieces ("/", "a=1") stand in a page by chance.
constexpr std::size_t echo_min_bytes = 5;
constexpr std::size_t parameters_max = 64;
constexpr std::size_t body_echo_max_bytes = 16 * 1024;

using Replacement = std::pair<char, std::string_view>;

// What is written for each byte; empty where it stands for itself.
using Escapes = std::array<std::string_view, 256>;

constexpr Escapes escapes(std::initializer_list<Replacement> replacements)
{
    Escapes table{};
    for (auto const& [c, written] : replacements)
        table[static_cast<unsigned char>(c)] = written;
    return table;
}

constexpr auto html =
    escapes({{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}});
constexpr auto json = escapes({{'/', "\\/"}, {'"', "\\\""}, {'\\', "\\\\"}});
constexpr auto json_for_html =
    escapes({{'&', "\\u0026"}, {'<', "\\u003c"}, {'>', "\\u003e"}, {'=', "\\u003d"}});

std::string escape(std::string_view text, Escapes const& table)
{
    std::string escaped;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const written = table[static_cast<unsigned char>(text[at])];
        if (written.empty())
            continue;
        escaped.append(text, copied, at - copied).append(written);
        copied = at + 1;
    }
    return escaped.append(text, copied);
}

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
std::size_t place_in(std::string_view text, std::string_view piece, std::size_t from)
{
    auto const* found = ::memmem(text.data() + from, text.size() - from, piece.data(), piece.size());
    return found ? static_cast<std::size_t>(static_cast<char const*>(found) - text.data())
                 : std::string::npos;
}

void blank_out(std::string& text, std::string_view piece)
{
    std::size_t from = place_in(text, piece, 0);
    if (from == std::string::npos)
        return;
    std::string rest;
    std::size_t copied = 0;
    for (; from != std::string::npos; from = place_in(text, piece, copied)) {
        rest.append(text, copied, from - copied).append(1, ' ');
        copied = from + piece.size();
    }
    text = rest.append(text, copied);
}

} // namespace

std::string_view longest_plain_run(std::string_view text)
{
    auto const is_plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    constexpr std::size_t encoded_byte = 3; // "%2F", which may be decoded
    std::string_view longest;
    for (std::size_t start = 0; start < text.size();) {
        auto end = start;
        while (end < text.size() && is_plain(text[end]))
            ++end;
        if (end - start > longest.size())
            longest = text.substr(start, end - start);
        start = end + (end < text.size() && text[end] == '%' ? encoded_byte : 1);
    }
    return longest;
}

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
        auto const encoded = percent_encode(plain);
        add(encoded);
        add(lower_case_escapes(encoded));
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
        if (piece.size() >= echo_min_bytes &&
            place_in(text, longest_plain_run(piece), 0) != std::string::npos)
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
