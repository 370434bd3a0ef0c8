#include "simulator/rest/paragraphs.hpp"

#include <utility>

namespace postern::simulator::rest {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\n";
    auto const from = text.find_first_not_of(blank);
    return from == std::string_view::npos ? std::string_view()
                                          : text.substr(from, text.find_last_not_of(blank) - from + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        auto const at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + separator.size());
    }
}

} // namespace

std::vector<std::string_view> paragraphs(std::string_view text)
{
    std::vector<std::string_view> found;
    for (auto const part : split(text, "\n\n"))
        if (auto const paragraph = trimmed(part); !paragraph.empty())
            found.push_back(paragraph);
    return found;
}

std::vector<std::string_view> lines(std::string_view paragraph) { return split(paragraph, "\n"); }

void TextOfBlocks::break_line() { line_ += '\n'; }

void TextOfBlocks::end_block()
{
    if (auto const block = trimmed(line_); !block.empty())
        text_.append(text_.empty() ? "" : "\n\n").append(block);
    line_.clear();
}

std::string TextOfBlocks::take()
{
    end_block();
    return std::exchange(text_, "");
}

} // namespace postern::simulator::rest
