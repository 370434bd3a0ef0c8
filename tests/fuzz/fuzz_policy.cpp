// A postern.toml may come with a checkout of somebody else's: reading one must not crash, and applying it
// must never turn what could not be looked at into a pass.
#include "base/assert.hpp"
#include "policy/apply.hpp"
#include "policy/policy_toml.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern;
    auto const policy =
        policy::read_policy(std::string_view(reinterpret_cast<char const*>(data), size), "postern.toml");
    if (!policy) {
        POSTERN_ASSERT(!policy.error().message.empty(), "an error says what is wrong");
        POSTERN_ASSERT(!policy.error().remedy.empty(), "an error says what to do");
        return 0;
    }
    report::Report report{.complete = true};
    for (auto const& check : checks::all())
        report.checks.push_back(
            {.id = std::string(check.info->id),
             .outcome = checks::Outcome::inconclusive,
             .findings = {
                 {.id = "000000000000", .endpoint = "webPanels/a", .outcome = checks::Outcome::inconclusive},
                 {.id = "000000000001", .endpoint = "webPanels/b", .outcome = checks::Outcome::fail}}});
    auto const applied = policy::apply(report, *policy, policy::Day{});
    for (auto const& check : applied.checks)
        POSTERN_ASSERT(check.outcome != checks::Outcome::pass, "could not look is never fine");
    return 0;
}
