#include "checks/library_version.hpp"

#include <algorithm>
#include <compare>

namespace postern::checks {
namespace {

// Takes the first part off `version`; "0" once there is none.
std::string_view next_part(std::string_view& version)
{
    if (version.data() == nullptr)
        return "0";
    auto const end = version.find_first_of(".-");
    auto const part = version.substr(0, end);
    version = end == std::string_view::npos ? std::string_view() : version.substr(end + 1);
    return part;
}

bool is_number(std::string_view part)
{
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
}

// Of any length.
std::strong_ordering compare_numbers(std::string_view a, std::string_view b)
{
    a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
    b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
    if (a.size() != b.size())
        return a.size() <=> b.size();
    return a.compare(b) <=> 0;
}

} // namespace

bool at_or_above(std::string_view version, std::string_view least)
{
    while (version.data() != nullptr || least.data() != nullptr) {
        auto const a = next_part(version);
        auto const b = next_part(least);
        if (is_number(a) != is_number(b))
            return is_number(a);
        auto const order = is_number(a) ? compare_numbers(a, b) : a.compare(b) <=> 0;
        if (order != std::strong_ordering::equal)
            return order == std::strong_ordering::greater;
    }
    return true;
}

} // namespace postern::checks
