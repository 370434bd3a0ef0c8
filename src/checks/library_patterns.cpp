#include "checks/library_patterns.hpp"

#include "base/hex.hpp"
#include "http/headers.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <re2/filtered_re2.h>
#include <re2/re2.h>

namespace postern::checks {
namespace {

constexpr std::size_t atom_min_bytes = 4;
constexpr std::int64_t expression_memory_max_bytes = 2 * 1024 * 1024; // of one, compiled
constexpr std::size_t version_max_bytes = 40;
constexpr int groups_max = 8;

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

// Without "(?<=…)"; the parenthesis ends at the first that no other opens.
void drop_look_behind(std::string& expression)
{
    for (auto at = expression.find("(?<="); at != std::string::npos; at = expression.find("(?<=", at)) {
        int open = 0;
        auto end = at;
        do {
            open += expression[end] == '(' ? 1 : expression[end] == ')' ? -1 : 0;
            ++end;
        } while (open > 0 && end < expression.size());
        expression.erase(at, end - at);
    }
}

// RE2 counts to a thousand: "{0,8000}" becomes "{0,}".
void drop_high_counts(std::string& expression)
{
    static re2::RE2 const high_count(R"((\{[0-9]+,)[0-9]{4,}\})");
    re2::RE2::GlobalReplace(&expression, high_count, R"(\1})");
}

std::string in_re2(std::string_view expression)
{
    std::string text(expression);
    replace_all(text, "§§version§§", "[0-9][0-9.a-z_\\-]+");
    drop_look_behind(text);
    drop_high_counts(text);
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        bool const escape = text[at] == '\\' && at + 1 < text.size();
        if (escape && text[at + 1] >= '1' && text[at + 1] <= '9')
            out += '.';
        else
            out.append(text, at, escape ? 2 : 1);
        at += escape ? 1 : 0;
    }
    return out;
}

re2::RE2::Options options()
{
    re2::RE2::Options options(re2::RE2::Latin1); // bytes are bytes
    options.set_log_errors(false);
    options.set_max_mem(expression_memory_max_bytes);
    return options;
}

using Groups = std::array<re2::StringPiece, groups_max + 1>;

// "$1.$2" with the groups put in; empty where one of them did not take part.
std::string filled(std::string_view pattern, Groups const& groups)
{
    std::string text;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] != '$' || at + 1 == pattern.size()) {
            text += pattern[at];
            continue;
        }
        auto const group = static_cast<std::size_t>(hex_value(pattern[++at]));
        if (group > groups_max || groups[group].empty())
            return {};
        text.append(groups[group].data(), groups[group].size());
    }
    for (auto const* end : {".min", "-min"})
        if (text.ends_with(end))
            text.resize(text.size() - 4);
    return text.size() > version_max_bytes ? std::string() : text;
}

} // namespace

LibraryPatterns::LibraryPatterns()
    : expressions_(std::make_unique<re2::FilteredRE2>(static_cast<int>(atom_min_bytes)))
{
}
LibraryPatterns::~LibraryPatterns() = default;
LibraryPatterns::LibraryPatterns(LibraryPatterns&&) noexcept = default;
LibraryPatterns& LibraryPatterns::operator=(LibraryPatterns&&) noexcept = default;

bool LibraryPatterns::add(std::size_t library, std::string_view expression, std::string_view version)
{
    int id = -1;
    if (expressions_->Add(in_re2(expression), options(), &id) != re2::RE2::NoError)
        return false;
    patterns_.push_back({library, std::string(version)});
    return true;
}

void LibraryPatterns::compile()
{
    if (!patterns_.empty())
        expressions_->Compile(&atoms_);
}

std::vector<LibraryPatterns::Match> LibraryPatterns::find(std::string_view text) const
{
    std::vector<Match> found;
    if (patterns_.empty())
        return found;
    auto const lower = http::lower_case(text);
    std::vector<int> atoms;
    for (std::size_t i = 0; i < atoms_.size(); ++i)
        if (::memmem(lower.data(), lower.size(), atoms_[i].data(), atoms_[i].size()))
            atoms.push_back(static_cast<int>(i));
    re2::StringPiece const whole(text.data(), text.size());
    std::vector<int> ids;
    expressions_->AllMatches(whole, atoms, &ids);
    std::ranges::sort(ids);
    for (auto const id : ids) {
        auto const& expression = expressions_->GetRE2(id);
        auto const groups_asked = std::min(expression.NumberOfCapturingGroups(), groups_max) + 1;
        Groups groups;
        std::size_t at = 0;
        for (std::size_t count = 0; count < matches_max && at <= text.size(); ++count) {
            if (!expression.Match(whole, at, text.size(), re2::RE2::UNANCHORED, groups.data(), groups_asked))
                break;
            auto const& pattern = patterns_[static_cast<std::size_t>(id)];
            if (auto version = filled(pattern.version, groups); !version.empty())
                found.push_back({pattern.library, std::move(version)});
            auto const end = static_cast<std::size_t>(groups[0].data() - text.data()) + groups[0].size();
            at = std::max(end, at + 1);
        }
    }
    return found;
}

} // namespace postern::checks
