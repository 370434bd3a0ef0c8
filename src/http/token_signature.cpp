#include "http/token_signature.hpp"

#include "base/base64.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace postern::http {
namespace {

bool is_base64url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

enum class CutObject { counts, counts_not };

// Whether a segment decodes to what an object begins with. Reads no further than it must.
bool begins_object(std::string_view segment, CutObject cut)
{
    constexpr std::size_t group = 4; // characters that stand for whole bytes
    bool inside = false;
    for (; segment.size() >= group; segment.remove_prefix(group)) {
        std::array<char, 3> bytes{};
        if (!base64url_decode(segment.substr(0, group), bytes))
            return false;
        for (auto const c : bytes) {
            if (is_blank(c))
                continue;
            if (inside)
                return c == '"' || c == '}';
            if (c != '{')
                return false;
            inside = true;
        }
    }
    return inside && cut == CutObject::counts;
}

// Where in a segment a token begins: at its start, or behind a word that touches it ("session-eyJ…").
std::optional<std::size_t> header_in(std::string_view segment)
{
    constexpr char brace_begins = 'e'; // the first character of '{' in base64, whatever follows
    if (begins_object(segment, CutObject::counts))
        return 0;
    for (auto at = segment.find(brace_begins); at != std::string_view::npos;
         at = segment.find(brace_begins, at + 1))
        if (begins_object(segment.substr(at), CutObject::counts_not))
            return at;
    return std::nullopt;
}

std::size_t end_of_segment(std::string_view text, std::size_t at)
{
    while (at < text.size() && is_base64url(text[at]))
        ++at;
    return at;
}

// Of the dot at `at`, which an address may encode; 0 if there is none.
std::size_t dot_bytes(std::string_view text, std::size_t at)
{
    auto const rest = text.substr(std::min(at, text.size()));
    if (rest.starts_with('.'))
        return 1;
    return rest.starts_with("%2E") || rest.starts_with("%2e") ? 3 : 0;
}

// Behind further segments that begin at `at`.
std::size_t end_of_chain(std::string_view text, std::size_t at)
{
    while (auto const dot = dot_bytes(text, at)) {
        auto const end = end_of_segment(text, at + dot);
        if (end == at + dot)
            break;
        at = end;
    }
    return at;
}

// Where a token stands in a text.
struct TokenPlace {
    std::size_t begin;
    std::size_t signature;
    std::size_t end;
};

// Calls `found` with each token. Linear: a run of blanks in base64 holds no brace, so that no byte is decoded
// for more than two places, and each segment is measured at most three times.
template <typename Found>
void each_token(std::string_view text, Found found)
{
    for (std::size_t at = 0; at < text.size();) {
        auto const header_end = end_of_segment(text, at);
        auto const dot = dot_bytes(text, header_end);
        auto next = header_end + std::max<std::size_t>(dot, 1);
        if (header_end > at && dot > 0) {
            auto const payload_end = end_of_segment(text, header_end + dot);
            auto const second_dot = dot_bytes(text, payload_end);
            auto const signature = payload_end + second_dot;
            auto const end = second_dot > 0 ? end_of_segment(text, signature) : payload_end;
            auto const header = end > signature ? header_in(text.substr(at, header_end - at)) : std::nullopt;
            if (header) {
                found(TokenPlace{at + *header, signature, end});
                next = end;
            }
        }
        at = next;
    }
}

} // namespace

void collect_tokens(std::string_view text, Tokens& tokens)
{
    each_token(text,
               [&](TokenPlace place) { tokens.emplace(text.substr(place.begin, place.end - place.begin)); });
}

std::string without_signatures(std::string text, Tokens const& kept)
{
    std::string out;
    std::string_view const all = text;
    std::size_t copied = 0;
    each_token(all, [&](TokenPlace place) {
        if (place.begin < copied || kept.contains(all.substr(place.begin, place.end - place.begin)))
            return;
        out.append(all.substr(copied, place.signature - copied)).append(redacted_signature);
        copied = end_of_chain(all, place.end);
    });
    if (copied == 0)
        return text;
    return out.append(all.substr(copied));
}

bool is_redacted_token(std::string_view text)
{
    if (!text.ends_with(redacted_signature))
        return false;
    text.remove_suffix(redacted_signature.size());
    auto const header_end = end_of_segment(text, 0);
    auto const dot = dot_bytes(text, header_end);
    auto const payload_end = end_of_segment(text, header_end + dot);
    auto const second_dot = dot_bytes(text, payload_end);
    return dot > 0 && begins_object(text.substr(0, header_end), CutObject::counts) && second_dot > 0 &&
           payload_end + second_dot == text.size();
}

} // namespace postern::http
