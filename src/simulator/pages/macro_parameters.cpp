#include "simulator/pages/macro_parameters.hpp"

#include "http/url.hpp"

#include <fmt/format.h>

namespace postern::simulator {
namespace {

std::size_t occurrences(std::string_view text, std::string_view part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

} // namespace

std::map<std::string, std::string> parameters_in(std::string_view url_template, Module const& module)
{
    std::map<std::string, std::string> taken;
    auto room = macro_parameters_max_bytes;
    for (auto const& [name, value] : module.parameters) {
        auto const count = occurrences(url_template, fmt::format("{{{}}}", name));
        if (count == 0 || http::percent_encode(value).size() > room / count)
            continue;
        room -= http::percent_encode(value).size() * count;
        taken.emplace(name, value);
    }
    return taken;
}

} // namespace postern::simulator
