#include "simulator/request/json_member.hpp"

namespace postern::simulator {

nlohmann::json const* member(nlohmann::json const& object, char const* name)
{
    auto const found = object.find(name); // end() of what is no object
    return found == object.end() ? nullptr : &*found;
}

std::string text_member(nlohmann::json const& object, char const* name)
{
    auto const* const found = member(object, name);
    return found && found->is_string() ? found->get<std::string>() : "";
}

} // namespace postern::simulator
