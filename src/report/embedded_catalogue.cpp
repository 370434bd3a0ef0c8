#include "report/embedded_catalogue.hpp"

namespace postern::report {
namespace {

constexpr unsigned char marketplace_2023[] = {
#embed "../../catalogue/marketplace-2023.json"
};

// ccache 4.7 does not see what #embed reads and would give an old catalogue for a new one. It leaves a source
// alone that holds this directive: .incbin "
static_assert(sizeof marketplace_2023 > 0, ".incbin \"");

} // namespace

std::string_view embedded_catalogue()
{
    return {reinterpret_cast<char const*>(marketplace_2023), sizeof marketplace_2023};
}

} // namespace postern::report
