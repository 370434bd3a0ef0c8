// The whole path of a page token, signature and claims and query hash, keeps off the heap once it is warm.

#include "base/sha256.hpp"
#include "jwt/sign.hpp"
#include "jwt/verifier.hpp"
#include "platform/connect/qsh.hpp"
#include "support/allocation_counter.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace postern::platform::connect {
namespace {

constexpr TimePoint now{std::chrono::seconds(1'700'000'000)};
constexpr std::string_view base = "https://app.example/base";
constexpr std::string_view target =
    "/base/panel/"
    "b%20c?issue=ABC-1&filter%5Bx%5D=%C3%A9+1&filterA=2&issue=ABC-2&xdm_e=https%3A%2F%2Ftenant.example"
    "&xdm_c=channel-com.example.app__panel&cp=&lic=none&cv=1001.0.0-SNAPSHOT&jwt=x";

TEST(PageToken, is_verified_without_allocation_in_every_variant_of_the_hash)
{
    auto const key = jwt::Key::from_secret("a secret of one tenant").value();
    jwt::Policy const policy{.algorithms = {jwt::Algorithm::hs256}};
    jwt::Verifier verifier;
    QueryHasher hasher;
    for (auto const order : {SortOrder::java, SortOrder::javascript}) {
        for (auto const path : {PathForm::raw, PathForm::decoded}) {
            auto const hash = sha256_hex(canonical_request("GET", target, base, order, path));
            auto const token =
                jwt::sign(fmt::format(R"({{"sub":"u","qsh":"{}","iss":"k","context":{{}},"exp":1700000900}})",
                                      hash),
                          key, jwt::Algorithm::hs256)
                    .value();
            auto const good = [&] {
                auto const view = verifier.verify(token, key, policy, now);
                auto const variant =
                    view ? hasher.match(*view->query_hash, "GET", target, base) : std::nullopt;
                return variant == QshVariant{order, path, ParameterSource::query};
            };
            ASSERT_TRUE(good()); // warm-up
            bool all_good = true;
            support::AllocationCounter const allocations;
            for (int i = 0; i < 100; ++i)
                all_good = all_good && good();
            EXPECT_EQ(allocations.count(), 0U);
            EXPECT_TRUE(all_good);
        }
    }
}

} // namespace
} // namespace postern::platform::connect
