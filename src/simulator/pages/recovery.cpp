#include "simulator/pages/recovery.hpp"

#include "http/html.hpp"
#include "http/url.hpp"
#include "simulator/pages/answer.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace postern::simulator {
namespace {

constexpr std::string_view asking = "getToken"; // the bridge finds it by this name, so no bundler changes it
constexpr std::size_t scripts_max = 16;

// In whatever name: loaders are called importShim and the like. "important" imports nothing.
bool imports(std::string_view code)
{
    constexpr std::string_view word = "import";
    for (auto at = code.find(word); at != std::string_view::npos; at = code.find(word, at + 1))
        if (!code.substr(at + word.size()).starts_with("ant"))
            return true;
    return false;
}

bool can_load_more(std::string_view code)
{
    return imports(code) || code.contains("createElement(\"script") || code.contains("createElement('script");
}

// In a script or in an attribute such as onclick; what a text or a comment says is nothing that runs. What
// the parser left out is not told apart.
bool asks_itself(http::HtmlDocument const& document, std::string_view html)
{
    if (!document.complete && html.contains(asking))
        return true;
    return std::ranges::any_of(document.elements, [](http::HtmlElement const& element) {
        return (element.tag == "script" && element.text.contains(asking)) ||
               std::ranges::any_of(element.attributes,
                                   [](auto const& attribute) { return attribute.value.contains(asking); });
    });
}

struct Scripts {
    std::vector<std::string> own; // addresses on the page's origin
    bool others = false;          // of another origin, or loaded by an inline one
};

Scripts scripts_in(http::HtmlDocument const& document, http::Url const& address)
{
    Scripts scripts;
    auto const base = http::base_url(document, address);
    for (auto const* script : document.all("script")) {
        auto const source = script->attribute("src");
        if (!source) {
            scripts.others |= can_load_more(script->text);
            continue;
        }
        auto const url = http::resolve(base, *source);
        if (!url || names_bridge(url->path))
            continue;
        if (url->origin() == address.origin())
            scripts.own.push_back(url->text());
        else
            scripts.others = true;
    }
    return scripts;
}

// What one script of the page's own origin does. What does not come as the script that a browser would run
// here is not known, but for one that is not there.
boost::asio::awaitable<Recovery> recovery_by(net::Client& client, std::string script, net::Deadline deadline)
{
    auto const until = std::min(deadline, std::chrono::steady_clock::now() + answer_timeout);
    http::Request request{.method = "GET", .url = std::move(script), .headers = {{"Accept", "*/*"}}};
    auto sending = client.send(std::move(request), until);
    auto const sent = co_await std::move(sending);
    auto const* const response = std::get_if<http::Response>(&sent.outcome);
    if (response && response->status >= 400 && response->status < 500)
        co_return Recovery::none;
    if (!response || response->status != 200)
        co_return Recovery::unknown;
    if (response->body.contains(asking))
        co_return Recovery::asks;
    co_return response->body_truncated() || can_load_more(response->body) ? Recovery::unknown
                                                                          : Recovery::none;
}

} // namespace

boost::asio::awaitable<Recovery> recovery_of(net::Client& client, http::Exchange page, net::Deadline deadline)
{
    auto const* const response = page.response();
    auto const address = http::parse_url(page.request.url);
    if (!response || !address)
        co_return Recovery::none;
    auto const document = http::parse_html(response->body);
    if (asks_itself(document, response->body))
        co_return Recovery::asks;
    auto const scripts = scripts_in(document, *address);
    auto unknown = scripts.others || !document.complete || response->body_truncated() ||
                   scripts.own.size() > scripts_max;
    for (std::size_t i = 0; i < std::min(scripts.own.size(), scripts_max); ++i) {
        auto reading = recovery_by(client, scripts.own[i], deadline);
        auto const found = co_await std::move(reading);
        if (found == Recovery::asks)
            co_return found;
        unknown = unknown || found == Recovery::unknown;
    }
    co_return unknown ? Recovery::unknown : Recovery::none;
}

} // namespace postern::simulator
