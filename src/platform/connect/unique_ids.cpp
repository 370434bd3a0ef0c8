#include "platform/connect/unique_ids.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::platform::connect {

std::string UniqueIds::give(std::string const& wish)
{
    auto candidate = wish;
    for (auto& next = wishes_[wish]; !taken_.insert(candidate).second;
         candidate = fmt::format("{}~{}", wish, next))
        next = std::max(next + 1, 2);
    return candidate;
}

} // namespace postern::platform::connect
