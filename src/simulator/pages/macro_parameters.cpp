#include "simulator/pages/macro_parameters.hpp"

#include "platform/connect/placeholders.hpp"

namespace postern::simulator {

std::map<std::string, std::string> parameters_in(std::string_view url_template, Module const& module)
{
    std::map<std::string, std::string> taken;
    for (auto const& part : platform::connect::split_template(url_template))
        if (auto const* const placeholder = std::get_if<platform::connect::Placeholder>(&part))
            if (auto const found = module.parameters.find(std::string(placeholder->name));
                found != module.parameters.end())
                taken.insert(*found);
    return taken;
}

} // namespace postern::simulator
