#include "simulator/pages/property_conditions.hpp"

#include "simulator/request/bounded_json.hpp"
#include "simulator/request/json_member.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

// "objectName": "a.b" looks into the value. Nothing where there is nothing.
std::optional<Json> property_value(Json const& params, Situation const& situation, std::string const& entity)
{
    auto const json = situation.property(entity, text_member(params, "propertyKey"));
    if (!json)
        return std::nullopt;
    auto value = Json::parse(*json, nullptr, false);
    auto path = text_member(params, "objectName");
    while (!path.empty()) {
        auto const dot = path.find('.');
        auto const* const found = member(value, path.substr(0, dot).c_str());
        if (!found)
            return std::nullopt;
        value = Json(*found);
        path = dot == std::string::npos ? "" : path.substr(dot + 1);
    }
    return value;
}

// As conditions compare values: a JSON string without its quotes.
std::string text_of(Json const& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::set<std::string> texts_of(Json const& value)
{
    if (!value.is_array())
        return {text_of(value)};
    std::set<std::string> texts;
    for (auto const& item : value)
        texts.insert(text_of(item));
    return texts;
}

constexpr JsonLimits list_limits{.depth_max = 64, .values_max = 10'000};

// What the property is compared with: a list may stand as JSON or as the text of JSON.
std::set<std::string> wanted_texts(Json const& wanted)
{
    auto const* const text = wanted.get_ptr<std::string const*>();
    auto const list = text ? parse_bounded(*text, list_limits).value_or(Json()) : wanted;
    return texts_of(list.is_array() ? list : wanted);
}

// Whose properties the simulator keeps (rest/properties.cpp, rest/wiki_properties.cpp).
bool has_properties(std::string_view entity)
{
    constexpr auto entities =
        std::to_array<std::string_view>({"addon", "content", "issue", "project", "user"});
    return std::ranges::find(entities, entity) != entities.end();
}

// "content_property_equal_to", taken apart.
struct Question {
    std::string entity;
    std::string_view comparison;
};

std::optional<Question> question_in(std::string_view name, Json const& params)
{
    constexpr std::string_view middle = "_property_";
    auto const at = name.find(middle);
    if (at == std::string_view::npos)
        return std::nullopt;
    auto const entity = name.substr(0, at);
    return Question{.entity = entity == "entity" ? text_member(params, "entity") : std::string(entity),
                    .comparison = name.substr(at + middle.size())};
}

bool contains_any(std::set<std::string> const& texts, std::set<std::string> const& wishes)
{
    return std::ranges::any_of(wishes, [&](auto const& wish) { return texts.contains(wish); });
}

bool contains_all(std::set<std::string> const& texts, std::set<std::string> const& wishes)
{
    return std::ranges::includes(texts, wishes);
}

} // namespace

std::optional<Truth> truth_of_property(std::string_view name, Json const& params, Situation const& situation)
{
    auto const question = question_in(name, params);
    if (!question)
        return std::nullopt;
    if (!has_properties(question->entity))
        return Truth::unknown;
    auto const value = property_value(params, situation, question->entity);
    auto const* const member_value = member(params, "value");
    auto const wanted = member_value ? *member_value : Json("");
    if (question->comparison == "exists")
        return truth(value.has_value());
    if (question->comparison == "equal_to")
        return truth(value && text_of(*value) == text_of(wanted));
    if (question->comparison == "contains_any")
        return truth(value && contains_any(texts_of(*value), wanted_texts(wanted)));
    if (question->comparison == "contains_all")
        return truth(value && contains_all(texts_of(*value), wanted_texts(wanted)));
    return Truth::unknown;
}

} // namespace postern::simulator
