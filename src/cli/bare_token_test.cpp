#include "cli/bare_token.hpp"

#include <gtest/gtest.h>

namespace postern::cli {
namespace {

TEST(BareToken, is_what_is_left_without_white_space_and_scheme)
{
    for (auto const* text :
         {"eyJ.e30.c2ln", " \teyJ.e30.c2ln\r\n", "JWT eyJ.e30.c2ln\n", "Bearer  eyJ.e30.c2ln"})
        EXPECT_EQ(bare_token(text), "eyJ.e30.c2ln");
    EXPECT_EQ(bare_token(" \n"), "");
    EXPECT_EQ(bare_token(""), "");
    EXPECT_EQ(bare_token("JWT "), "JWT");
}

} // namespace
} // namespace postern::cli
