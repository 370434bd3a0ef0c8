#include "base/edit_distance.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace postern {

std::size_t edit_distance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            auto const replaced = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
        }
    }
    return row.back();
}

bool is_near(std::string_view written, std::string_view meant)
{
    constexpr std::size_t compared_max_bytes = 64;
    constexpr std::size_t bytes_for_one_slip = 3;
    return edit_distance(written.substr(0, compared_max_bytes), meant) <=
           std::max<std::size_t>(1, meant.size() / bytes_for_one_slip);
}

} // namespace postern
