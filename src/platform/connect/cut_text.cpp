#include "platform/connect/cut_text.hpp"

namespace postern::platform::connect {

std::string cut_text(std::string_view text, std::size_t bytes_max)
{
    if (text.size() <= bytes_max)
        return std::string(text);
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80U)
        --bytes_max;
    return std::string(text.substr(0, bytes_max));
}

} // namespace postern::platform::connect
