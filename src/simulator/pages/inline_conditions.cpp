#include "simulator/pages/inline_conditions.hpp"

#include "http/field_value.hpp"
#include "platform/connect/placeholders.hpp"
#include "simulator/pages/known_conditions.hpp"
#include "simulator/request/path_segments.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace postern::simulator {
namespace {

using platform::connect::Placeholder;

// "entity=issue,propertyKey=p": a comma parts parameters where the next one begins; "value=[1,2]" is one.
nlohmann::json parameters(std::string_view text)
{
    auto params = nlohmann::json::object();
    std::string name;
    while (!text.empty()) {
        auto const comma = std::min(text.find(','), text.size());
        auto const part = text.substr(0, comma);
        if (auto const equals = part.find('='); equals != std::string_view::npos) {
            name = http::trimmed(part.substr(0, equals));
            params[name] = decode_segment(http::trimmed(part.substr(equals + 1)));
        } else if (!name.empty()) {
            params[name].get_ref<std::string&>() += "," + decode_segment(part);
        }
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return params;
}

Truth inline_truth(std::string_view placeholder, Situation const& situation)
{
    auto const condition = placeholder.substr(placeholder.find('.') + 1);
    auto const open = std::min(condition.find('('), condition.size());
    auto inside = condition.substr(std::min(open + 1, condition.size()));
    if (inside.ends_with(')'))
        inside.remove_suffix(1);
    return truth_of(std::string(http::trimmed(condition.substr(0, open))), parameters(inside), situation);
}

} // namespace

std::map<std::string, std::string> inline_conditions(std::string_view url_template,
                                                     Situation const& situation)
{
    std::map<std::string, std::string> values;
    for (auto const& part : platform::connect::split_template(url_template)) {
        auto const* const found = std::get_if<Placeholder>(&part);
        if (found && found->kind == Placeholder::Kind::condition &&
            !values.contains(std::string(found->name)))
            values.emplace(found->name, inline_truth(found->name, situation) == Truth::no ? "false" : "true");
    }
    return values;
}

} // namespace postern::simulator
