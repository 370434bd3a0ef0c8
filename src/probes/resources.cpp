#include "probes/resources.hpp"

#include "evidence/pages.hpp"
#include "http/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

namespace postern::probes {
namespace {

using evidence::Resource;

// Lists resources, each address once, and makes the requests for those that may be fetched.
class Planner {
public:
    Planner(evidence::Evidence const& seen, std::size_t requests_max)
        : seen_(seen),
          requests_max_(requests_max)
    {
    }

    void add(Resource resource, http::Url const& url)
    {
        resource.url = url.text();
        if (plan_.resources.size() >= resources_listed_max || !known_.insert(resource.url).second)
            return;
        resource.named_by.resize(std::min(resource.named_by.size(), named_by_max_bytes));
        if (!is_own(seen_, url))
            resource.skipped = "another host";
        else if (plan_.steps.size() >= requests_max_)
            resource.skipped = fmt::format("only {} files of a scan are fetched", resources_max);
        if (resource.kind == Resource::Kind::script && !is_own(seen_, url))
            resource.kind = Resource::Kind::third_party;
        if (resource.skipped.empty()) {
            plan_.places.push_back(plan_.resources.size());
            plan_.steps.push_back({.what = "a script or source map that a page leads to",
                                   .request = {.url = resource.url, .headers = {{"Accept", "*/*"}}},
                                   .redirects = Redirects::not_followed});
        }
        plan_.resources.push_back(std::move(resource));
    }

    ResourcesPlan take() { return std::move(plan_); }

private:
    evidence::Evidence const& seen_;
    std::size_t requests_max_;
    std::set<std::string, std::less<>> known_;
    ResourcesPlan plan_;
};

// Not those that hold data or templates.
bool is_javascript(http::HtmlElement const& script)
{
    auto const type = http::lower_case(script.attribute("type").value_or(""));
    return type.empty() || type == "module" || type.contains("javascript") || type.contains("ecmascript");
}

// The address of a script that the element loads; nothing for any other element.
std::optional<std::string_view> script_address(http::HtmlElement const& element)
{
    if (element.tag == "script" && is_javascript(element))
        return element.attribute("src");
    if (element.tag != "link")
        return std::nullopt;
    auto const rel = http::lower_case(element.attribute("rel").value_or(""));
    auto const as = http::lower_case(element.attribute("as").value_or(""));
    return rel == "modulepreload" || (rel == "preload" && as == "script") ? element.attribute("href")
                                                                          : std::nullopt;
}

// "app.js.map" of "//# sourceMappingURL=app.js.map", the last such line (ECMA-426).
std::string_view map_comment(std::string_view script)
{
    constexpr std::array<std::string_view, 2> marks{"//# sourceMappingURL=", "//@ sourceMappingURL="};
    for (auto const mark : marks) {
        auto const at = script.rfind(mark);
        if (at == std::string_view::npos)
            continue;
        auto const rest = script.substr(at);
        return rest.substr(0, rest.find_first_of("\r\n \t", mark.size()));
    }
    return {};
}

// How a script names its source map, and the address in it.
struct NamedMap {
    std::string named_by;
    std::string address;
};

std::optional<NamedMap> source_map_of(http::Response const& script)
{
    for (auto const* header : {"SourceMap", "X-SourceMap"})
        if (auto const value = script.headers.get(header); value && !value->empty())
            return NamedMap{fmt::format("{}: {}", header, *value), std::string(*value)};
    auto const comment = map_comment(script.body);
    if (comment.empty())
        return std::nullopt;
    return NamedMap{std::string(comment), std::string(comment.substr(comment.find('=') + 1))};
}

void put_answers(ResourcesPlan& plan, std::vector<Heard> heard)
{
    for (std::size_t i = 0; i < heard.size(); ++i)
        plan.resources[plan.places[i]].exchange = std::move(heard[i].hops.front());
}

} // namespace

ResourcesPlan plan_scripts(evidence::Evidence const& seen)
{
    Planner planner(seen, resources_max);
    for (auto const& page : html_pages(seen)) {
        auto const address = http::parse_url(page.exchange->request.url);
        auto const& body = page.exchange->response()->body;
        auto const document = http::parse_html(body);
        if (!address)
            continue;
        auto const base = http::base_url(document, *address);
        for (auto const& element : document.elements) {
            auto const reference = script_address(element);
            auto const url = reference ? http::resolve(base, *reference) : std::unexpected(http::UrlError{});
            if (url)
                planner.add({.kind = Resource::Kind::script,
                             .endpoint = page.endpoint,
                             .named_by = body.substr(std::min(element.offset, body.size()), element.length)},
                            *url);
        }
    }
    return planner.take();
}

ResourcesPlan plan_source_maps(evidence::Evidence const& seen, evidence::Resources const& fetched)
{
    auto const requested = std::ranges::count_if(
        fetched.resources, [](Resource const& each) { return each.exchange.has_value(); });
    Planner planner(seen, resources_max - std::min(resources_max, static_cast<std::size_t>(requested)));
    for (auto const& script : fetched.resources) {
        auto const* response = script.exchange ? script.exchange->response() : nullptr;
        auto const base = http::parse_url(script.url);
        if (!response || response->status != 200 || !base)
            continue;
        auto const map = source_map_of(*response);
        if (!map || http::lower_case(map->address).starts_with("data:"))
            continue;
        if (auto const url = http::resolve(*base, map->address))
            planner.add(
                {.kind = Resource::Kind::source_map, .endpoint = script.endpoint, .named_by = map->named_by},
                *url);
    }
    return planner.take();
}

boost::asio::awaitable<evidence::Resources> gather_resources(evidence::Evidence const& seen,
                                                             Conversation& conversation)
{
    auto scripts = plan_scripts(seen);
    auto hearing = conversation.hear_all(std::move(scripts.steps));
    auto heard = co_await std::move(hearing);
    put_answers(scripts, std::move(heard));
    evidence::Resources all{std::move(scripts.resources)};

    auto maps = plan_source_maps(seen, all);
    auto hearing_maps = conversation.hear_all(std::move(maps.steps));
    auto heard_maps = co_await std::move(hearing_maps);
    put_answers(maps, std::move(heard_maps));
    for (auto& map : maps.resources)
        all.resources.push_back(std::move(map));
    co_return all;
}

} // namespace postern::probes
