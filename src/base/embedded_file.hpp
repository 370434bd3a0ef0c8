#pragma once

#include <string_view>

namespace postern {

// A file whose bytes were built into the program (cmake/Embed.cmake); both views live as long as it does.
struct EmbeddedFile {
    std::string_view name; // without folders
    std::string_view bytes;
};

} // namespace postern
