#include "checks/cipher_profile.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace postern::checks {
namespace {

// The file is part of the program: that it is sound, a test holds.
CipherProfile read(std::string_view text)
{
    auto const json = nlohmann::json::parse(text);
    CipherProfile profile{.name = json.at("name"),
                          .version = json.at("version"),
                          .suites = json.at("suites").get<std::vector<std::string>>()};
    for (auto const& broken : json.at("broken"))
        profile.broken.push_back({broken.at("part"), broken.at("why")});
    return profile;
}

} // namespace

bool CipherProfile::has(std::string_view suite) const
{
    return std::ranges::find(suites, suite) != suites.end();
}

std::string_view CipherProfile::why_broken(std::string_view suite) const
{
    for (auto const& [part, why] : broken)
        if (suite.contains(part))
            return why;
    return "";
}

CipherProfile const& cipher_profile()
{
    static CipherProfile const profile = read(cipher_profile_files().front().bytes);
    return profile;
}

} // namespace postern::checks
