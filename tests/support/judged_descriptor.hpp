#pragma once

// What the descriptor of the judged example says, and other things that one may say.

#include "platform/descriptor_facts.hpp"

#include <random>
#include <string>

namespace postern::support {

inline platform::DescriptorFacts example_descriptor()
{
    using enum platform::StatedScope::Reach;
    using platform::StatedMigration;
    platform::DescriptorFacts facts{
        .product = "Jira",
        .key = {{"foo-panel-app", "/key", {2, 12}}},
        .name = {{"Foo Panel", "/name", {3, 13}}},
        .base_url = {{"https://app.example", "/baseUrl", {4, 16}}},
        .authentication = {{"jwt", "/authentication/type", {6, 35}}},
    };
    facts.scopes = {{.name = {"READ", "/scopes/0", {7, 15}}, .reach = ordinary}};
    facts.migrations = {{.name = {"signed-install", "/apiMigrations/signed-install", {9, 22}},
                         .state = StatedMigration::State::on},
                        {.name = {"context-qsh", "/apiMigrations/context-qsh", {10, 19}},
                         .state = StatedMigration::State::on}};
    facts.lifecycle = {{"installed", "/lifecycle/installed", {5, 18}}};
    facts.modules = {{.type = "webPanels",
                      .key = "foo-panel",
                      .name = "Foo",
                      .pointer = "/modules/webPanels/0",
                      .position = {11, 7},
                      .standing = platform::StatedModule::Standing::current}};
    facts.links = {{.role = platform::StatedLink::Role::link,
                    .url = {"https://vendor.example", "/vendor/url", {8, 14}}}};
    return facts;
}

// Whatever a descriptor may say.
inline void mutate_descriptor(platform::DescriptorFacts& facts, std::mt19937& random)
{
    auto const below = [&](std::size_t end) { return random() % end; };
    if (below(4) == 0)
        facts.base_url->text = below(2) == 0 ? "{{localBaseUrl}}" : "http://[::1]";
    if (below(4) == 0)
        facts.base_url.reset();
    if (below(4) == 0)
        facts.authentication->text = below(2) == 0 ? "JWT" : "";
    if (below(4) == 0)
        facts.authentication.reset();
    if (below(4) == 0)
        facts.scopes.push_back({.name = {"\xff", "/scopes/1", {}}});
    if (below(4) == 0)
        facts.lifecycle.clear();
    if (below(4) == 0)
        facts.migrations.pop_back();
    if (below(4) == 0)
        facts.modules.push_back(facts.modules[0]);
    if (below(4) == 0)
        facts.modules[0].key = std::string(101, ' ');
    if (below(4) == 0)
        facts.links[0].url.text = "::";
}

} // namespace postern::support
