#include "platform/connect/placeholders.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace postern::platform::connect {
namespace {

using Names = std::vector<std::string>;

// Parts as text: literals as they are, placeholders as <name>.
std::string shown(std::string_view url_template)
{
    std::string out;
    for (auto const& part : split_template(url_template)) {
        if (auto const* literal = std::get_if<Literal>(&part))
            out += literal->text;
        else
            out.append("<").append(std::get<Placeholder>(part).name).append(">");
    }
    return out;
}

TEST(Placeholders, areFoundOneAtATime)
{
    struct Row {
        char const* name;
        char const* url_template;
        char const* expected;
    };
    for (auto const& [name, url_template, expected] : std::vector<Row>{
             {"none", "/a?b=c", "/a?b=c"},
             {"two in a query", "/x?a={issue.key}&b={project.key}", "/x?a=<issue.key>&b=<project.key>"},
             {"with a dollar sign", "/x?a=${issue.key}&b=$5", "/x?a=<issue.key>&b=$5"},
             {"in the path", "/p/{project.key}/i/${issue.id}", "/p/<project.key>/i/<issue.id>"},
             {"one right behind the other", "{a}{b}$", "<a><b>$"},
             {"with spaces", "{ a }", "<a>"},
             {"doubled braces", "{{a}}", "{<a>}"},
             {"one that is not closed", "/x?{a", "/x?{a"},
             {"one that is not opened", "/x?a}", "/x?a}"},
             {"one within another", "{a{b}", "{a<b>"},
             {"one without a name", "{}${ }", "{}${ }"},
             {"an inline condition with arguments", "?c={condition.has(a=b,c=d)}&x",
              "?c=<condition.has(a=b,c=d)>&x"}})
        EXPECT_EQ(shown(url_template), expected) << name;
}

TEST(Placeholders, nameEachContextParameterOnce)
{
    EXPECT_EQ(context_parameters("/{b}?a={a}&b=${b}&c={condition.x}&jwt={jwt}&d={ac.d}"),
              (Names{"b", "a", "ac.d"}));
}

RC_GTEST_PROP(Placeholders, loseNoByteOfTheTemplate, ())
{
    auto const text = *rc::gen::container<std::string>(rc::gen::element('{', '}', '$', 'a', ' ', '.'));
    std::size_t at = 0;
    for (auto const& part : split_template(text)) {
        auto const piece = std::holds_alternative<Literal>(part) ? std::get<Literal>(part).text
                                                                 : std::get<Placeholder>(part).name;
        auto const found = text.find(piece, at);
        RC_ASSERT(found != std::string::npos);
        RC_ASSERT(std::holds_alternative<Placeholder>(part) || found == at);
        at = std::holds_alternative<Literal>(part) ? at + piece.size() : text.find('}', found) + 1;
    }
    RC_ASSERT(at == text.size());
}

} // namespace
} // namespace postern::platform::connect
