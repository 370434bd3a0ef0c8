#include "simulator/pages/page_answer.hpp"

#include "http/redirect.hpp"
#include "simulator/pages/answer.hpp"
#include "simulator/refusal.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace postern::simulator {
namespace {

void unify_bridge(http::Response& page)
{
    constexpr std::string_view delimiters = "\"'= \t\r\n<>";
    std::string body;
    for (std::size_t at = 0; at < page.body.size();) {
        auto const end = std::min(page.body.find_first_of(delimiters, at), page.body.size() - 1) + 1;
        auto const word = std::string_view(page.body).substr(at, end - at);
        body += word.substr(bridge_script_at(word).value_or(0));
        at = end;
    }
    page.body_bytes -= page.body.size() - body.size();
    page.body = std::move(body);
}

} // namespace

http::Page PageAnswer::page() const
{
    return {.response = hops.empty() ? nullptr : hops.back().response(), .hops = hops};
}

bool is_shown(PageAnswer const& answer)
{
    return answer.kind == PageAnswer::Kind::response && answer.response().status >= 200 &&
           answer.response().status < 300;
}

bool refuses(PageAnswer const& answer)
{
    return answer.kind == PageAnswer::Kind::response && is_refusal(answer.response().status);
}

boost::asio::awaitable<PageAnswer> ask_for_page(net::Client& client, std::string url,
                                                net::Deadline page_deadline)
{
    auto const deadline = std::min(page_deadline, std::chrono::steady_clock::now() + answer_timeout);
    http::Request request{
        .method = "GET", .url = std::move(url), .headers = {{"Accept", "text/html,*/*;q=0.8"}}};
    PageAnswer answer{.kind = PageAnswer::Kind::response, .hops = {}};
    for (auto hops = 0; hops <= http::redirect_hops_max; ++hops) {
        auto sending = client.send(request, deadline);
        auto sent = co_await std::move(sending);
        if (!std::holds_alternative<http::Response>(sent.outcome))
            co_return PageAnswer{};
        unify_bridge(std::get<http::Response>(sent.outcome));
        answer.hops.push_back({.request = request, .outcome = std::move(sent.outcome)});
        if (!http::is_redirect(answer.response().status))
            co_return answer;
        auto next = http::next_hop(request, answer.response(), "");
        auto* const followed = std::get_if<http::Request>(&next);
        if (!followed)
            co_return answer;
        auto const from = http::parse_url(request.url);
        auto const to = http::parse_url(followed->url);
        if (!from || !to || from->origin() != to->origin()) {
            answer.kind = PageAnswer::Kind::leads_away;
            co_return answer;
        }
        request = std::move(*followed);
    }
    co_return answer; // a redirect too many
}

} // namespace postern::simulator
