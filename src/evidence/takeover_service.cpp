#include "evidence/takeover_service.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <stdexcept>
#include <utility>

namespace postern::evidence {
namespace {

using nlohmann::json;
using Certainty = TakeoverService::Certainty;

constexpr std::string_view services_format = "postern-takeover-services-1";

Certainty certainty_from(std::string const& text)
{
    if (text == "certain")
        return Certainty::certain;
    if (text == "likely")
        return Certainty::likely;
    throw std::invalid_argument("\"certainty\" is neither certain nor likely");
}

TakeoverService read_service(json const& node)
{
    TakeoverService service{.id = node.at("id"),
                            .title = node.at("title"),
                            .suffixes = node.at("suffixes"),
                            .unclaimed_texts = node.value("unclaimed_texts", std::vector<std::string>()),
                            .unclaimed_name = node.value("unclaimed_name", false),
                            .certainty = certainty_from(node.at("certainty"))};
    for (auto const& suffix : service.suffixes)
        if (!suffix.contains('.') || suffix.starts_with('.'))
            throw std::invalid_argument("a suffix is a domain without a dot in front");
    if (service.unclaimed_texts.empty() && !service.unclaimed_name)
        throw std::invalid_argument("nothing says how to see that a name is free");
    return service;
}

std::vector<TakeoverService> const& services()
{
    static std::vector<TakeoverService> const all = [] {
        auto read = read_takeover_services(takeover_service_files().front().bytes);
        POSTERN_ASSERT(read.has_value(), "the built-in list can be read; a test reads it too");
        return *std::move(read);
    }();
    return all;
}

} // namespace

std::expected<std::vector<TakeoverService>, std::string> read_takeover_services(std::string_view text)
{
    std::string place = "the file";
    try {
        auto const document = json::parse(text);
        if (document.at("format") != services_format)
            return std::unexpected(fmt::format("the format is not \"{}\"", services_format));
        std::vector<TakeoverService> read;
        for (auto const& node : document.at("services")) {
            place = fmt::format("service {}", read.size());
            read.push_back(read_service(node));
        }
        return read;
    } catch (std::exception const& error) { // json's own, and those above
        return std::unexpected(fmt::format("{}: {}", place, error.what()));
    }
}

TakeoverService const* find_takeover_service(std::string_view name)
{
    for (auto const& service : services())
        for (auto const& suffix : service.suffixes)
            if (name.size() > suffix.size() && name.ends_with(suffix) &&
                name[name.size() - suffix.size() - 1] == '.')
                return &service;
    return nullptr;
}

} // namespace postern::evidence
