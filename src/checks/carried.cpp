#include "checks/carried.hpp"

#include "http/echo.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::checks {
namespace {

// A shorter value stands in a page by chance.
constexpr std::size_t value_min_bytes = 4;
// "eyJ" is how the base64url of `{"` starts; the rest of a part is longer than this in any real token.
constexpr std::string_view part_start = "eyJ";
constexpr std::size_t part_min_bytes = 12;

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_base64url(char c) { return is_word(c) || c == '-' || c == '_'; }

bool has_word(std::string_view text, std::string_view word)
{
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        auto const end = at + word.size();
        if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end])))
            return true;
    }
    return false;
}

void blank_words(std::string& text, std::string_view word)
{
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        auto const end = at + word.size();
        if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end])))
            std::ranges::fill(text.begin() + static_cast<std::ptrdiff_t>(at),
                              text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    }
}

std::size_t base64url_length(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_base64url) - text.begin());
}

std::string_view part_at(std::string_view text)
{
    if (!text.starts_with(part_start))
        return {};
    auto const part = text.substr(0, base64url_length(text));
    return part.size() >= part_min_bytes ? part : std::string_view();
}

} // namespace

std::vector<Given> given_by(platform::HostContext const& context)
{
    auto const scheme_end = context.host_origin.find("://");
    auto const host =
        scheme_end == std::string::npos ? context.host_origin : context.host_origin.substr(scheme_end + 3);
    std::vector<Given> given{{"the tenant's client key", context.client_key, Given::Source::token_claim},
                             {"the user", context.user, Given::Source::token_claim},
                             {"the tenant's address", host}};
    for (auto const& [name, value] : context.values)
        given.push_back({fmt::format("the value of {}", name), value});
    std::erase_if(given, [](Given const& each) { return each.value.size() < value_min_bytes; });
    return given;
}

bool carries(std::string_view lower_case_text, std::string_view value)
{
    if (value.size() < value_min_bytes)
        return false;
    auto const lower = http::lower_case(value);
    if (!lower_case_text.contains(http::longest_plain_run(lower)))
        return false;
    return std::ranges::any_of(http::spellings(lower), [&](std::string const& spelling) {
        return has_word(lower_case_text, http::lower_case(spelling));
    });
}

std::vector<Given> carried_on_their_own(std::string_view lower_case_text, std::vector<Given> const& given)
{
    std::vector<Given> found;
    for (auto const& each : given) {
        if (!carries(lower_case_text, each.value))
            continue;
        auto const value = http::lower_case(each.value);
        std::string rest(lower_case_text);
        for (auto const& other : given) {
            auto const longer = http::lower_case(other.value);
            if (longer.size() > value.size() && longer.contains(value))
                for (auto const& spelling : http::spellings(longer))
                    blank_words(rest, http::lower_case(spelling));
        }
        if (carries(rest, value))
            found.push_back(each);
    }
    return found;
}

// Linear: what a search has passed over in vain holds the start of no token, and is not looked at again.
std::string_view token_in(std::string_view text)
{
    for (auto at = text.find(part_start); at != std::string_view::npos;) {
        auto const dot = at + base64url_length(text.substr(at));
        auto const header = part_at(text.substr(at));
        if (!header.empty() && dot < text.size() && text[dot] == '.')
            if (auto const claims = part_at(text.substr(dot + 1)); !claims.empty())
                return text.substr(at, header.size() + 1 + claims.size());
        at = text.find(part_start, dot);
    }
    return {};
}

} // namespace postern::checks
