// Values that apps keep at pages. Unlike Jira's they have versions, and an update must name the next one.

#include "simulator/rest/property_rules.hpp"
#include "simulator/rest/routes.hpp"
#include "simulator/rest/wiki_json.hpp"

#include <fmt/format.h>

#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

struct Property {
    std::string page;
    std::string key;

    [[nodiscard]] std::string owner() const { return property_owner("content", page); }
    // Its version is a property beside it, so that conditions read the value as it is.
    [[nodiscard]] std::string version_owner() const { return property_owner("content-version", page); }
};

std::optional<Property> property_of(RestCall const& call, std::string key)
{
    auto const page = call.state().content(call.site(), call.parameters.front());
    return page ? std::optional(Property{.page = page->id, .key = std::move(key)}) : std::nullopt;
}

http::Response no_page(RestCall const& call)
{
    return wiki_error(404, fmt::format("No content found with id: {}", call.parameters.front()));
}

http::Response no_property(Property const& property)
{
    return wiki_error(404, fmt::format("Cannot find content property with key: {}", property.key));
}

std::size_t version_of(RestCall const& call, Property const& property)
{
    auto const text = call.state().property(call.site(), property.version_owner(), property.key);
    return number_from(text.value_or("1")).value_or(1);
}

Json property_json(RestCall const& call, Property const& property, std::string const& value)
{
    return {{"id", property.page + "-" + property.key},
            {"key", property.key},
            {"value", Json::parse(value, nullptr, false)},
            {"version", {{"number", version_of(call, property)}, {"minorEdit", false}}},
            {"_links", list_links(call.at(), fmt::format("/rest/api/content/{}/property/{}", property.page,
                                                         http::percent_encode(property.key)))}};
}

void write(RestCall const& call, Property const& property, std::string const& value, std::size_t version)
{
    call.state().set_property(call.site(), property.owner(), property.key, value);
    call.state().set_property(call.site(), property.version_owner(), property.key, std::to_string(version));
}

http::Response list_properties(RestCall const& call)
{
    auto const page = property_of(call, "");
    if (!page)
        return no_page(call);
    Json results = Json::array();
    for (auto& key : call.state().property_keys(call.site(), page->owner())) {
        Property const property{.page = page->page, .key = std::move(key)};
        auto const value = call.state().property(call.site(), property.owner(), property.key);
        results.push_back(property_json(call, property, value.value_or("null")));
    }
    auto const size = results.size();
    return json_response(
        200, {{"results", std::move(results)},
              {"start", 0},
              {"limit", properties_max},
              {"size", size},
              {"_links", list_links(call.at(), fmt::format("/rest/api/content/{}/property", page->page))}});
}

http::Response read_property(RestCall const& call)
{
    auto const property = property_of(call, call.parameters.back());
    if (!property)
        return no_page(call);
    auto const value = call.state().property(call.site(), property->owner(), property->key);
    return value ? json_response(200, property_json(call, *property, *value)) : no_property(*property);
}

// {"key": …, "value": …}; `key` may stand in the address instead.
http::Response create(RestCall const& call, std::string key)
{
    auto const property = property_of(call, std::move(key));
    if (!property)
        return no_page(call);
    auto const* const value = member(call.body, "value");
    auto const text = value ? value->dump() : "";
    if (property->key.empty())
        return wiki_error(400, R"(A property is {"key": …, "value": …}.)");
    if (auto const problem = property_problem(call, property->owner(), property->key, text))
        return wiki_error(400, *problem);
    if (call.state().property(call.site(), property->owner(), property->key))
        return wiki_error(409,
                          fmt::format("There is a property {} already; update it with PUT.", property->key));
    write(call, *property, text, 1);
    return json_response(200, property_json(call, *property, text));
}

http::Response create_property(RestCall const& call) { return create(call, text_member(call.body, "key")); }

http::Response create_named_property(RestCall const& call) { return create(call, call.parameters.back()); }

http::Response update_property(RestCall const& call)
{
    auto const property = property_of(call, call.parameters.back());
    if (!property)
        return no_page(call);
    auto const is_there = call.state().property(call.site(), property->owner(), property->key).has_value();
    auto const current = is_there ? version_of(call, *property) : 0;
    auto const* const version = member(call.body, "version");
    auto const* const number = version ? member(*version, "number") : nullptr;
    if (!number || !number->is_number_integer())
        return wiki_error(400, R"(An update is {"value": …, "version": {"number": …}}, one more than now.)");
    if (number->get<std::int64_t>() != static_cast<std::int64_t>(current) + 1)
        return wiki_error(409, fmt::format("The next version of this property is {}.", current + 1));
    auto const* const value = member(call.body, "value");
    auto const text = value ? value->dump() : "";
    if (auto const problem = property_problem(call, property->owner(), property->key, text))
        return wiki_error(400, *problem);
    write(call, *property, text, current + 1);
    return json_response(200, property_json(call, *property, text));
}

http::Response remove_property(RestCall const& call)
{
    auto const property = property_of(call, call.parameters.back());
    if (!property)
        return no_page(call);
    call.state().remove_property(call.site(), property->version_owner(), property->key);
    return call.state().remove_property(call.site(), property->owner(), property->key)
               ? no_content()
               : no_property(*property);
}

constexpr std::array routes{
    RestRoute{"GET", "/wiki/rest/api/content/*/property", Scope::read, &list_properties},
    RestRoute{"POST", "/wiki/rest/api/content/*/property", Scope::write, &create_property},
    RestRoute{"GET", "/wiki/rest/api/content/*/property/*", Scope::read, &read_property},
    RestRoute{"POST", "/wiki/rest/api/content/*/property/*", Scope::write, &create_named_property},
    RestRoute{"PUT", "/wiki/rest/api/content/*/property/*", Scope::write, &update_property},
    RestRoute{"DELETE", "/wiki/rest/api/content/*/property/*", Scope::remove, &remove_property},
};

} // namespace

std::span<RestRoute const> wiki_property_routes() { return routes; }

} // namespace postern::simulator::rest
