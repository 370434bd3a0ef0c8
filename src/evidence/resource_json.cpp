#include "evidence/json_parts.hpp"

#include <array>
#include <utility>

namespace postern::evidence {
namespace {

constexpr std::array<std::pair<Resource::Kind, std::string_view>, 3> kinds{{
    {Resource::Kind::script, "script"},
    {Resource::Kind::source_map, "source_map"},
    {Resource::Kind::third_party, "third_party"},
}};

Json resource_json(Resource const& resource)
{
    Json json{{"kind", name(resource.kind)},
              {"url", bytes_to_json(resource.url)},
              {"endpoint", bytes_to_json(resource.endpoint)},
              {"named_by", bytes_to_json(resource.named_by)},
              {"skipped", bytes_to_json(resource.skipped)}};
    if (resource.exchange)
        json["fetched"] = bytes_to_json(resource.exchange->id);
    return json;
}

} // namespace

std::string_view name(Resource::Kind kind)
{
    for (auto const& [known, word] : kinds)
        if (known == kind)
            return word;
    return "";
}

std::optional<Resource::Kind> resource_kind_from(std::string_view text)
{
    for (auto const& [kind, word] : kinds)
        if (word == text)
            return kind;
    return std::nullopt;
}

void write_resources(Writer& writer, Resources const& resources)
{
    writer.lines("resources", resources.resources, resource_json);
}

Resources read_resources(Node const& node, Known& known)
{
    Resources resources;
    for (auto const& item : node.items()) {
        auto& read = resources.resources.emplace_back();
        read.kind = item.member("kind").word(resource_kind_from);
        read.url = item.member("url").bytes();
        read.endpoint = known.endpoint(item.member("endpoint"));
        read.named_by = item.member("named_by").bytes();
        read.skipped = item.member("skipped").bytes();
        if (auto const fetched = item.optional_member("fetched"))
            read.exchange = known.exchange(*fetched);
    }
    return resources;
}

} // namespace postern::evidence
