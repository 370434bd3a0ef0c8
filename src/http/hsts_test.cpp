#include "http/hsts.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace postern::http {
namespace {

using enum Hsts::Subdomains;

TEST(Hsts, is_read_as_browsers_read_it)
{
    constexpr std::uint64_t year = 31'536'000;
    EXPECT_EQ(parse_hsts("max-age=31536000"), (Hsts{year, not_included}));
    EXPECT_EQ(parse_hsts("max-age=31536000; includeSubDomains; preload"), (Hsts{year, included}));
    EXPECT_EQ(parse_hsts(" ; MAX-AGE = \"31536000\" ;; includesubdomains;"), (Hsts{year, included}));
    EXPECT_EQ(parse_hsts("max-age=0"), (Hsts{0, not_included}));
    EXPECT_EQ(parse_hsts("x=\"a;b\\\"c\"; max-age=1"), (Hsts{1, not_included}));
    EXPECT_EQ(parse_hsts("max-age=99999999999999999999999"),
              (Hsts{std::numeric_limits<std::uint64_t>::max(), not_included}));
}

TEST(Hsts, that_browsers_ignore_says_why)
{
    struct Row {
        std::string_view value;
        HstsError error;
    };
    for (auto const& [value, error] : {
             Row{"", HstsError::max_age_missing},
             Row{"includeSubDomains", HstsError::max_age_missing},
             Row{"max-age", HstsError::max_age_no_number},
             Row{"max-age=\"\"", HstsError::max_age_no_number},
             Row{"max-age=1y", HstsError::max_age_no_number},
             Row{"max-age=-1", HstsError::max_age_no_number},
             Row{"max-age=", HstsError::malformed},
             Row{"max-age=1; max-age=2", HstsError::repeated},
             Row{"max-age=1; includeSubDomains; includeSubDomains", HstsError::repeated},
             Row{"max-age=1; includeSubDomains=yes", HstsError::value_unexpected},
             Row{"max-age=1, max-age=2", HstsError::malformed},
             Row{"max-age=\"1", HstsError::malformed},
             Row{"max-age=\"1\\", HstsError::malformed},
             Row{"max-age=\"1\" x", HstsError::malformed},
             Row{"two words; max-age=1", HstsError::malformed},
             Row{"=; max-age=1", HstsError::malformed},
         }) {
        auto const parsed = parse_hsts(value);
        ASSERT_FALSE(parsed) << value;
        EXPECT_EQ(parsed.error(), error) << value;
    }
}

} // namespace
} // namespace postern::http
