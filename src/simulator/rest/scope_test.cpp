#include "simulator/rest/scope.hpp"

#include <gtest/gtest.h>

namespace postern::simulator {
namespace {

Scopes scopes(std::string_view names) { return Scopes::parse(names).value(); }

TEST(Scopes, imply_the_ones_below_them)
{
    struct Row {
        std::string_view have;
        Scope needed;
        bool allowed;
    };
    for (auto const& [have, needed, allowed] : {
             Row{"", Scope::none, true},
             Row{"", Scope::read, false},
             Row{"READ", Scope::read, true},
             Row{"read", Scope::read, true},
             Row{"READ", Scope::write, false},
             Row{"WRITE", Scope::read, true},
             Row{"WRITE", Scope::remove, false},
             Row{"DELETE", Scope::write, true},
             Row{"PROJECT_ADMIN", Scope::remove, true},
             Row{"PROJECT_ADMIN", Scope::space_admin, false},
             Row{"SPACE_ADMIN", Scope::project_admin, false},
             Row{"ADMIN", Scope::project_admin, true},
             Row{"ADMIN", Scope::space_admin, true},
             Row{"ADMIN", Scope::act_as_user, false},
             Row{"ADMIN", Scope::access_email_addresses, false},
             Row{"ACT_AS_USER", Scope::read, false},
         })
        EXPECT_EQ(scopes(have).allow(needed), allowed) << have << " for " << name(needed);
}

TEST(Scopes, of_two_lists_are_what_both_allow)
{
    EXPECT_EQ(scopes("ADMIN ACT_AS_USER").within(scopes("WRITE")), scopes("WRITE"));
    EXPECT_EQ(scopes("READ ACT_AS_USER").first_missing(scopes("read act_as_user")), Scope::none);
    EXPECT_EQ(scopes("READ").first_missing(scopes("WRITE")), Scope::write);
    EXPECT_EQ(Scopes::parse("READ FLY").error(), "FLY");
}

TEST(Scopes, of_a_descriptor_are_those_the_platform_knows)
{
    std::vector<platform::StatedScope> const stated{{.name = {.text = "Write"}}, {.name = {.text = "fly"}}};
    EXPECT_EQ(Scopes::of(stated), scopes("WRITE"));
}

} // namespace
} // namespace postern::simulator
