#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator::rest {

// The parts of a text between empty lines, each without line breaks at its ends; empty ones are left out.
[[nodiscard]] std::vector<std::string_view> paragraphs(std::string_view text);

// The lines of one part.
[[nodiscard]] std::vector<std::string_view> lines(std::string_view paragraph);

// Gathers a text from blocks and lines; an empty line stands between blocks.
class TextOfBlocks {
public:
    void add(std::string_view text) { line_ += text; }
    void break_line();
    void end_block();
    [[nodiscard]] std::string take();

private:
    std::string text_;
    std::string line_; // the block that is not ended yet
};

} // namespace postern::simulator::rest
