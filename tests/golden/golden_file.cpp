#include "golden/golden_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

namespace postern::golden {
namespace {

bool rewriting()
{
    auto const* wish = std::getenv("POSTERN_GOLDEN");
    return wish && std::string_view(wish) == "rewrite";
}

// The line in which two texts first differ, which says more than both texts.
std::string first_difference(std::string const& expected, std::string const& actual)
{
    std::istringstream left(expected);
    std::istringstream right(actual);
    std::string left_line;
    std::string right_line;
    for (int number = 1;; ++number) {
        bool const more_left = static_cast<bool>(std::getline(left, left_line));
        bool const more_right = static_cast<bool>(std::getline(right, right_line));
        if (!more_left && !more_right)
            return "only the last line feed differs";
        if (more_left != more_right || left_line != right_line)
            return "line " + std::to_string(number) +
                   "\n  golden: " + (more_left ? left_line : "(no such line)") +
                   "\n  now:    " + (more_right ? right_line : "(no such line)");
    }
}

} // namespace

std::string contents(std::filesystem::path const& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void expect_golden(std::filesystem::path const& file, std::string const& text)
{
    if (rewriting()) {
        create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
        return;
    }
    auto const expected = contents(file);
    EXPECT_TRUE(expected == text) << file.string() << ": " << first_difference(expected, text)
                                  << "\nIf that is meant: ./dev golden, and review the diff.";
}

} // namespace postern::golden
