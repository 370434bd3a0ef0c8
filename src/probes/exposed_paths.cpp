#include "probes/exposed_paths.hpp"

#include "evidence/sensitive_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace postern::probes {
namespace {

using Below = evidence::SensitivePath::Below;
using Kind = evidence::PathAttempt::Kind;
using Wish = evidence::ExposedPaths::Wish;

constexpr std::size_t control_random_bytes = 8;

std::string base_of(http::Url const& url)
{
    auto base = url.origin() + url.path;
    while (base.ends_with('/'))
        base.pop_back();
    return base;
}

void add(Kind kind, std::string const& base, std::string const& path, std::string what,
         ExposedPathsPlan& plan)
{
    if (plan.steps.size() == exposed_paths_requests_max)
        return;
    plan.attempts.push_back({.kind = kind, .base = base, .path = path});
    plan.steps.push_back({.what = std::move(what),
                          .request = {.url = base + path, .headers = {{"Accept", "*/*"}}},
                          .redirects = Redirects::not_followed});
}

void add_list(std::string const& base, std::string const& root, ExposedPathsPlan& plan)
{
    for (auto const& path : evidence::sensitive_paths()) {
        auto const what = fmt::format("no token, {}", path.title);
        if (path.below != Below::root || base == root)
            add(Kind::listed, base, path.path, what, plan);
        if (path.below != Below::base && base != root)
            add(Kind::listed, root, path.path, what, plan);
    }
}

// Below `base`: the folders of the images and files that the descriptor names, in their order.
std::vector<std::string> folders(PlanInput const& input, std::string const& base)
{
    std::vector<std::string> found{"/"};
    auto const add_folder = [&](std::string_view address) {
        auto const url =
            http::parse_url(address.starts_with('/') ? base + std::string(address) : std::string(address));
        if (!url || !base_of(*url).starts_with(base + "/"))
            return;
        auto const path = url->text().substr(0, url->text().find('?')).substr(base.size());
        auto const folder = path.substr(0, path.rfind('/') + 1);
        if (found.size() < exposed_folders_max && std::ranges::find(found, folder) == found.end())
            found.push_back(folder);
    };
    for (auto const& unprobed : input.app.unprobed)
        if (unprobed.reason == "an icon" || unprobed.reason == "an image")
            add_folder(unprobed.url);
    for (auto const& endpoint : input.app.endpoints)
        if (endpoint.kind == platform::EndpointKind::asset)
            add_folder(endpoint.absolute_template);
    return found;
}

} // namespace

ExposedPathsPlan plan_exposed_paths(PlanInput const& input, Wish wish, Random& random)
{
    ExposedPathsPlan plan{.wish = wish};
    if (wish == Wish::turned_off)
        return plan;
    auto const base = base_of(input.app.base_url);
    auto const root = input.app.base_url.origin();
    // The controls first, so that no limit leaves a path without its own.
    for (auto const& below : std::set<std::string>{base, root})
        add(Kind::control, below, "/postern-test-" + random.hex(control_random_bytes),
            "no token, a made-up address, to compare with", plan);
    add_list(base, root, plan);
    for (auto const& folder : folders(input, base))
        add(Kind::folder, base, folder, "no token, a folder", plan);
    return plan;
}

boost::asio::awaitable<evidence::ExposedPaths> gather_exposed_paths(ExposedPathsPlan plan,
                                                                    Conversation& conversation)
{
    auto hearing = conversation.hear_all(std::move(plan.steps));
    auto heard = co_await std::move(hearing);
    evidence::ExposedPaths gathered{.wish = plan.wish, .attempts = std::move(plan.attempts)};
    for (std::size_t i = 0; i < heard.size(); ++i)
        gathered.attempts[i].exchange = std::move(heard[i].hops.front());
    co_return gathered;
}

} // namespace postern::probes
