#include "simulator/lifecycle/descriptor_rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <vector>

namespace postern::simulator {
namespace {

constexpr std::size_t app_key_max_bytes = 80;

// ^[a-zA-Z0-9-._]+$
bool is_app_key(std::string_view key)
{
    return key.size() <= app_key_max_bytes && std::ranges::all_of(key, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view("-._").contains(c);
           });
}

std::vector<std::string> unknown_scopes(platform::App const& app)
{
    std::vector<std::string> scopes;
    for (auto const& scope : app.facts.scopes)
        if (scope.reach == platform::StatedScope::Reach::unknown)
            scopes.push_back(scope.name.text);
    return scopes;
}

std::vector<std::string> doubled_module_keys(platform::App const& app)
{
    std::map<std::string, int> counts;
    for (auto const& module : app.facts.modules)
        if (!module.key.empty())
            ++counts[module.key];
    std::vector<std::string> keys;
    for (auto const& [key, count] : counts)
        if (count > 1)
            keys.push_back(key);
    return keys;
}

// "a, b, c and 2 more"
std::string listed(std::vector<std::string> names)
{
    auto const more = names.size() - std::min(names.size(), oddities_told_max);
    names.resize(names.size() - more);
    return fmt::format("{}{}", fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

} // namespace

std::optional<DescriptorRefusal> refusal_of(platform::App const& app)
{
    if (is_app_key(app.key))
        return std::nullopt;
    return DescriptorRefusal{
        .reason = fmt::format("/key \"{}\" is not 1 to {} letters, digits, \"-\", \".\" and \"_\"", app.key,
                              app_key_max_bytes),
        .remedy = "give the app a key of these: the host refuses others"};
}

std::string oddities_of(platform::App const& app)
{
    std::vector<std::string> oddities;
    if (auto scopes = unknown_scopes(app); scopes.size() == 1)
        oddities.push_back(fmt::format("{} is no scope", scopes.front()));
    else if (!scopes.empty())
        oddities.push_back(fmt::format("{} are no scopes", listed(std::move(scopes))));
    if (auto keys = doubled_module_keys(app); keys.size() == 1)
        oddities.push_back(fmt::format("the key {} stands at more than one module", keys.front()));
    else if (!keys.empty())
        oddities.push_back(
            fmt::format("the keys {} stand at more than one module each", listed(std::move(keys))));
    return fmt::format("{}", fmt::join(oddities, "; "));
}

} // namespace postern::simulator
