#include "cli/text_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace postern::cli {

std::expected<std::string, std::string> read_text_file(std::filesystem::path const& path,
                                                       std::size_t max_bytes)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return std::unexpected(fmt::format("{}: that is a folder", path.string()));
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return std::unexpected(fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
    constexpr std::size_t piece_bytes = 1024 * 1024;
    std::string text;
    while (in && text.size() <= max_bytes) {
        auto const size = text.size();
        text.resize(size + std::min(piece_bytes, max_bytes + 1 - size));
        in.read(text.data() + size, static_cast<std::streamsize>(text.size() - size));
        text.resize(size + static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad())
        return std::unexpected(fmt::format("cannot read {} to its end", path.string()));
    return text;
}

} // namespace postern::cli
