// Report files may come from anywhere: reading one must not crash, and what is read must survive being
// written and read again.
#include "base/assert.hpp"
#include "policy/compare.hpp"
#include "report/json.hpp"
#include "report/json_read.hpp"

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern;
    auto const report = report::read_report(std::string_view(reinterpret_cast<char const*>(data), size));
    if (!report) {
        POSTERN_ASSERT(!report.error().message.empty(), "an error says what is wrong");
        POSTERN_ASSERT(!report.error().remedy.empty(), "an error says what to do");
        return 0;
    }
    std::ostringstream out;
    report::write_json(*report, out);
    POSTERN_ASSERT(report::read_report(out.view()).has_value(), "what was written can be read");
    auto const comparison = policy::compare(*report, *report);
    POSTERN_ASSERT(comparison.added.empty() && comparison.changed.empty(),
                   "a report has nothing new to itself");
    return 0;
}
