#include "simulator/issue_type.hpp"

#include <algorithm>
#include <array>

namespace postern::simulator {
namespace {

struct IssueType {
    std::string_view name;
    std::string_view id;
};
constexpr auto types =
    std::to_array<IssueType>({{"Task", "10002"}, {"Bug", "10004"}, {"Story", "10001"}, {"Epic", "10000"}});
constexpr std::string_view other_type_id = "10099";

} // namespace

std::string_view issue_type_id(std::string_view name)
{
    auto const found = std::ranges::find(types, name, &IssueType::name);
    return found == types.end() ? other_type_id : found->id;
}

} // namespace postern::simulator
