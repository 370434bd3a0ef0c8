#include "simulator/request/path_segments.hpp"

#include "http/url.hpp"

namespace postern::simulator {

std::vector<std::string_view> path_segments(std::string_view path)
{
    std::vector<std::string_view> parts;
    while (true) {
        auto const slash = path.find('/');
        parts.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos)
            return parts;
        path.remove_prefix(slash + 1);
    }
}

std::string decode_segment(std::string_view segment)
{
    std::string kept;
    for (auto const c : segment)
        c == '+' ? kept += "%2B" : kept += c;
    return http::form_decode(kept);
}

} // namespace postern::simulator
