#include "http/likeness.hpp"

#include "http/echo.hpp"
#include "http/presented_token.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postern::http {
namespace {

// What was received, as far as it was kept; of the rest there is only the count.
std::string received(Response const& response)
{
    return response.body_truncated() ? response.body + ' ' + std::to_string(response.body_bytes)
                                     : response.body;
}

std::string without_own_request(Page page)
{
    auto text = without_echoes(received(*page.response), page.hops, EchoScope::address);
    auto const token = presented_token(page.hops.front().request);
    if (token.empty())
        return text;
    std::string rest;
    std::size_t copied = 0;
    for (auto at = text.find(token); at != std::string::npos; at = text.find(token, copied)) {
        rest.append(text, copied, at - copied);
        copied = at + token.size();
    }
    return rest.append(text, copied);
}

constexpr auto separators = [] {
    std::array<bool, 256> table{};
    for (auto const c : std::string_view(" \t\r\n\"'<>;,(){}[]"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool separates(char c) { return separators[static_cast<unsigned char>(c)]; }

std::vector<std::string_view> words_of(std::string_view text)
{
    std::vector<std::string_view> words;
    for (auto at = text.begin(); at != text.end();) {
        auto const start = std::find_if_not(at, text.end(), separates);
        at = std::find_if(start, text.end(), separates);
        if (start != at)
            words.emplace_back(start, at);
    }
    return words;
}

using Words = std::vector<std::string_view>;

// The words come one for one, and differ only where the page differs from itself. One of which nothing stays
// the same can be told from no other.
bool same_in_place(Words const& first, Words const& repeated, Words const& other)
{
    if (first.size() != repeated.size() || first.size() != other.size())
        return false;
    bool any_stable = false;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] != repeated[i])
            continue;
        if (first[i] != other[i])
            return false;
        any_stable = true;
    }
    return any_stable;
}

// For pages that vary in length: what both answers to one request have in common is in the other as well, and
// the other has no more of its own than they have. The time it takes grows with the words and no faster: a
// page may hold half a million, and is compared with each of dozens.
bool same_in_common(Words const& first, Words const& repeated, Words const& other)
{
    auto const longest = std::max(first.size(), repeated.size());
    if (other.size() > longest)
        return false;
    struct Count {
        std::size_t first = 0;
        std::size_t repeated = 0;
        std::size_t other = 0;
    };
    std::unordered_map<std::string_view, Count> counts;
    counts.reserve(first.size());
    for (auto const word : first)
        ++counts[word].first;
    for (auto const word : repeated)
        if (auto const found = counts.find(word); found != counts.end())
            ++found->second.repeated;
    for (auto const word : other)
        if (auto const found = counts.find(word); found != counts.end())
            ++found->second.other;
    std::size_t stable = 0;
    for (auto const& [word, count] : counts) {
        auto const in_both = std::min(count.first, count.repeated);
        if (count.other < in_both)
            return false;
        stable += in_both;
    }
    return stable > 0 && stable < longest;
}

bool same_words(std::string_view first, std::string_view repeated, std::string_view other)
{
    auto const a = words_of(first);
    auto const again = words_of(repeated);
    auto const b = words_of(other);
    return same_in_place(a, again, b) || same_in_common(a, again, b);
}

} // namespace

Likeness likeness(Page first, Page repeated, Page other)
{
    if (!first.response || !other.response || first.response->status != other.response->status)
        return Likeness::different;
    auto const first_text = received(*first.response);
    auto const other_text = received(*other.response);
    if (first_text == other_text)
        return Likeness::same;
    // Taking out echoes is dear; most pages hold none.
    auto const again = repeated.response && repeated.response->status == first.response->status;
    auto const repeated_text = again ? received(*repeated.response) : std::string();
    if (again && same_words(first_text, repeated_text, other_text))
        return Likeness::same_words;
    auto const own = without_own_request(first);
    auto const others = without_own_request(other);
    auto const own_again = again ? without_own_request(repeated) : std::string();
    if (own == first_text && others == other_text && own_again == repeated_text)
        return Likeness::different; // there were none: the same words would be compared again
    if (own == others || (again && same_words(own, own_again, others)))
        return Likeness::same_words;
    return Likeness::different;
}

} // namespace postern::http
