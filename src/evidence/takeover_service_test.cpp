#include "evidence/takeover_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::evidence {
namespace {

TEST(TakeoverService, list_can_be_read)
{
    auto const read = read_takeover_services(takeover_service_files().front().bytes);
    ASSERT_TRUE(read.has_value()) << read.error();
    EXPECT_GT(read->size(), 10U);
}

TEST(TakeoverService, is_found_by_whole_labels)
{
    ASSERT_NE(find_takeover_service("somebody.github.io"), nullptr);
    EXPECT_EQ(find_takeover_service("somebody.github.io")->id, "github-pages");
    for (auto const* name : {"github.io", "notgithub.io", "github.io.example", ""})
        EXPECT_EQ(find_takeover_service(name), nullptr) << name;
}

TEST(TakeoverService, that_is_wrong_is_named)
{
    for (
        auto const* text :
        {"", "[]", R"({"format":"other"})", R"({"format":"postern-takeover-services-1","services":[{}]})",
         R"({"format":"postern-takeover-services-1","services":[{"id":"a","title":"a","suffixes":["com"],
              "unclaimed_name":true,"certainty":"certain"}]})",
         R"({"format":"postern-takeover-services-1","services":[{"id":"a","title":"a","suffixes":["a.example"],
              "certainty":"certain"}]})",
         R"({"format":"postern-takeover-services-1","services":[{"id":"a","title":"a","suffixes":["a.example"],
              "unclaimed_name":true,"certainty":"perhaps"}]})"})
        EXPECT_FALSE(read_takeover_services(text).has_value()) << text;
}

} // namespace
} // namespace postern::evidence
