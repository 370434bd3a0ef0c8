#include "support/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace postern::cli {
namespace {

using testing::HasSubstr;

TEST(ManPage, has_every_command_and_its_options)
{
    support::CommandLine postern;
    auto const page = postern.run({"man"});
    EXPECT_EQ(page.status, exit_ok);
    for (auto const* part :
         {".TH POSTERN 1", ".SH NAME", ".SS scan", ".SS token mint", "\\fB\\-\\-save\\-evidence\\fR",
          ".SH EXIT STATUS", "postern evaluate evidence.json"})
        EXPECT_THAT(page.out, HasSubstr(part));
}

TEST(ManPage, names_the_words_of_an_option_once)
{
    support::CommandLine postern;
    auto const page = postern.run({"man"}).out;
    EXPECT_THAT(page, HasSubstr("\\fBPOSTERN_AUTHOR\\fR"));
    EXPECT_THAT(page, testing::Not(HasSubstr("One of csrt, csv")));
    EXPECT_THAT(page, HasSubstr("One of ")) << "where the help does not name them all";
}

// man(7): a line that begins with a dot or an apostrophe is a request.
TEST(ManPage, has_no_request_but_its_own)
{
    support::CommandLine postern;
    std::istringstream page(postern.run({"man"}).out);
    for (std::string line; std::getline(page, line);)
        if (line.starts_with('.') || line.starts_with('\''))
            EXPECT_THAT(
                line.substr(0, line.find(' ')),
                testing::AnyOf(".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi", ".B", ".I"));
}

} // namespace
} // namespace postern::cli
