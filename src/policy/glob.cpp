#include "policy/glob.hpp"

namespace postern::policy {
namespace {

// How many bytes of the pattern stand for the first byte of the text; 0 where it does not fit.
std::size_t fits_first(std::string_view pattern, char first)
{
    if (pattern.empty())
        return 0;
    if (pattern.front() == '?')
        return 1;
    if (pattern.front() == '\\' && pattern.size() > 1)
        return pattern[1] == first ? 2 : 0;
    return pattern.front() == first ? 1 : 0;
}

} // namespace

// Only the last "*" is tried again: what an earlier one could take more of, the last one can as well.
bool matches(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0;
    std::size_t t = 0;
    auto star = std::string_view::npos;
    std::size_t taken_to = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken_to = t;
        } else if (auto const step = fits_first(pattern.substr(p), text[t])) {
            p += step;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++taken_to;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

std::string exactly(std::string_view text)
{
    std::string pattern;
    for (char const c : text) {
        if (c == '*' || c == '?' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

} // namespace postern::policy
