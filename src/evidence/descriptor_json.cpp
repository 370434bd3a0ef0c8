#include "evidence/json_parts.hpp"

#include <array>

namespace postern::evidence {
namespace {

using platform::Stated;
using platform::StatedLink;
using platform::StatedMigration;
using platform::StatedModule;
using platform::StatedScope;

template <typename Enum, std::size_t Size>
std::optional<Enum> among(std::array<Enum, Size> const& all, std::string_view text)
{
    for (auto const value : all)
        if (name(value) == text)
            return value;
    return std::nullopt;
}

std::optional<StatedScope::Reach> reach_from(std::string_view text)
{
    using enum StatedScope::Reach;
    return among(std::array{unknown, ordinary, wide}, text);
}

std::optional<StatedMigration::State> state_from(std::string_view text)
{
    using enum StatedMigration::State;
    return among(std::array{on, off}, text);
}

std::optional<StatedModule::Standing> standing_from(std::string_view text)
{
    using enum StatedModule::Standing;
    return among(std::array{current, deprecated, unknown}, text);
}

std::optional<StatedLink::Role> role_from(std::string_view text)
{
    using enum StatedLink::Role;
    return among(std::array{image, link}, text);
}

Json stated_json(Stated const& stated)
{
    return {{"text", bytes_to_json(stated.text)},
            {"pointer", bytes_to_json(stated.pointer)},
            {"position", position_json(stated.position)}};
}

Stated read_stated(Node const& node)
{
    return {.text = node.member("text").bytes(),
            .pointer = node.member("pointer").bytes(),
            .position = read_position(node.member("position"))};
}

std::optional<Stated> read_optional(Node const& node, std::string_view name)
{
    auto const member = node.optional_member(name);
    return member ? std::optional(read_stated(*member)) : std::nullopt;
}

Json scope_json(StatedScope const& scope)
{
    return {
        {"name", stated_json(scope.name)}, {"reach", name(scope.reach)}, {"why", bytes_to_json(scope.why)}};
}

Json migration_json(StatedMigration const& migration)
{
    return {{"name", stated_json(migration.name)}, {"state", name(migration.state)}};
}

Json module_json(StatedModule const& module)
{
    return {{"type", bytes_to_json(module.type)},
            {"key", bytes_to_json(module.key)},
            {"name", bytes_to_json(module.name)},
            {"pointer", bytes_to_json(module.pointer)},
            {"position", position_json(module.position)},
            {"standing", name(module.standing)},
            {"deprecated_since", bytes_to_json(module.deprecated_since)},
            {"successor", bytes_to_json(module.successor)},
            {"source", bytes_to_json(module.source)}};
}

StatedModule read_module(Node const& node)
{
    return {.type = node.member("type").bytes(),
            .key = node.member("key").bytes(),
            .name = node.member("name").bytes(),
            .pointer = node.member("pointer").bytes(),
            .position = read_position(node.member("position")),
            .standing = node.member("standing").word(standing_from),
            .deprecated_since = node.member("deprecated_since").bytes(),
            .successor = node.member("successor").bytes(),
            .source = node.member("source").bytes()};
}

Json link_json(StatedLink const& link) { return {{"role", name(link.role)}, {"url", stated_json(link.url)}}; }

} // namespace

std::string_view name(StatedScope::Reach reach)
{
    using enum StatedScope::Reach;
    return reach == wide ? "wide" : reach == ordinary ? "ordinary" : "unknown";
}

std::string_view name(StatedMigration::State state)
{
    return state == StatedMigration::State::on ? "on" : "off";
}

std::string_view name(StatedModule::Standing standing)
{
    using enum StatedModule::Standing;
    return standing == current ? "current" : standing == deprecated ? "deprecated" : "unknown";
}

std::string_view name(StatedLink::Role role) { return role == StatedLink::Role::image ? "image" : "link"; }

Json descriptor_json(DescriptorFacts const& facts)
{
    Json json{{"product", bytes_to_json(facts.product)}};
    auto const add = [&](std::string_view name, std::optional<Stated> const& stated) {
        if (stated)
            json[std::string(name)] = stated_json(*stated);
    };
    add("key", facts.key);
    add("name", facts.name);
    add("base_url", facts.base_url);
    add("authentication", facts.authentication);
    json["scopes"] = list(facts.scopes, scope_json);
    json["migrations"] = list(facts.migrations, migration_json);
    json["lifecycle"] = list(facts.lifecycle, stated_json);
    json["modules"] = list(facts.modules, module_json);
    json["links"] = list(facts.links, link_json);
    json["left_out"] = facts.left_out;
    return json;
}

DescriptorFacts read_descriptor(Node const& node)
{
    DescriptorFacts facts{.product = node.member("product").bytes(),
                          .key = read_optional(node, "key"),
                          .name = read_optional(node, "name"),
                          .base_url = read_optional(node, "base_url"),
                          .authentication = read_optional(node, "authentication"),
                          .left_out =
                              static_cast<std::size_t>(node.member("left_out").number(0, number_max))};
    for (auto const& scope : node.member("scopes").items())
        facts.scopes.push_back({.name = read_stated(scope.member("name")),
                                .reach = scope.member("reach").word(reach_from),
                                .why = scope.member("why").bytes()});
    for (auto const& migration : node.member("migrations").items())
        facts.migrations.push_back({.name = read_stated(migration.member("name")),
                                    .state = migration.member("state").word(state_from)});
    for (auto const& event : node.member("lifecycle").items())
        facts.lifecycle.push_back(read_stated(event));
    for (auto const& module : node.member("modules").items())
        facts.modules.push_back(read_module(module));
    for (auto const& link : node.member("links").items())
        facts.links.push_back(
            {.role = link.member("role").word(role_from), .url = read_stated(link.member("url"))});
    return facts;
}

} // namespace postern::evidence
