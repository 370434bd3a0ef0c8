#include "evidence/pages.hpp"

#include "http/html.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

namespace postern::evidence {
namespace {

class Pages {
public:
    explicit Pages(Evidence const& evidence) : evidence_(evidence) {}

    void add(Attempt const& attempt)
    {
        if (attempt.hops.empty())
            return;
        auto const& last = attempt.hops.back();
        auto const* response = last.response();
        auto const url = http::parse_url(last.request.url);
        if (response && response->status >= 200 && response->status < 300 && url && is_own(evidence_, *url) &&
            !response->body.empty() && http::is_html(*response))
            pages_.push_back({attempt.endpoint, &last});
    }

    std::vector<Page> take()
    {
        auto const place = [&](Page const& page) {
            auto const found = std::ranges::find(evidence_.endpoints, page.endpoint, &platform::Endpoint::id);
            std::string_view const id = page.exchange->id;
            return std::tuple(found - evidence_.endpoints.begin(), id.size(), id);
        };
        // Before a scan is settled no exchange has an id: the order in which they were sent stays.
        std::vector<std::pair<decltype(place(pages_.front())), std::size_t>> order;
        for (std::size_t i = 0; i < pages_.size(); ++i)
            order.emplace_back(place(pages_[i]), i);
        std::ranges::sort(order);
        std::vector<Page> sorted;
        std::set<std::string_view> bodies;
        for (auto const& [key, i] : order)
            if (bodies.insert(pages_[i].exchange->response()->body).second)
                sorted.push_back(pages_[i]);
        return sorted;
    }

private:
    Evidence const& evidence_;
    std::vector<Page> pages_;
};

} // namespace

bool is_own(Evidence const& evidence, http::Url const& url)
{
    auto const base = http::parse_url(evidence.target.base_url);
    if (base && base->host == url.host && base->port == url.port)
        return true;
    return std::ranges::any_of(evidence.hosts, [&](Host const& host) {
        return host.role != Host::Role::named && host.skipped.empty() && host.name == url.host &&
               host.port == url.port;
    });
}

std::vector<Page> html_pages(Evidence const& evidence)
{
    Pages pages(evidence);
    if (evidence.access)
        for (auto const& attempt : evidence.access->attempts)
            pages.add(attempt);
    if (evidence.admin)
        for (auto const& attempt : evidence.admin->attempts) {
            pages.add(attempt.without_token);
            pages.add(attempt.with_token);
        }
    return pages.take();
}

} // namespace postern::evidence
