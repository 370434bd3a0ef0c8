#include "probes/input.hpp"

#include "http/url.hpp"
#include "probes/requests.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace postern::probes {
namespace {

using evidence::InputAttempt;
using Parameters = std::vector<std::pair<std::string, std::string>>; // as they stand in the query

// Names under which apps take an address to go to, in lower case without "-" and "_".
constexpr auto redirect_names = std::to_array<std::string_view>(
    {"url", "uri", "redirect", "redirecturi", "redirecturl", "redirectto", "return", "returnurl", "returnuri",
     "returnto", "next", "continue", "dest", "destination", "target", "goto", "back", "forward"});
// Those that are added, in the spellings that frameworks use.
constexpr auto added_names = std::to_array<std::string_view>(
    {"url", "redirect", "redirect_uri", "redirect_url", "redirectUrl", "return", "returnUrl", "return_to",
     "returnTo", "next", "continue", "dest", "destination", "target", "goto", "back"});

bool names_a_redirect(std::string_view parameter)
{
    auto plain = http::lower_case(parameter);
    std::erase_if(plain, [](char c) { return c == '-' || c == '_'; });
    return std::ranges::find(redirect_names, plain) != redirect_names.end();
}

Parameters parameters(std::string_view query)
{
    Parameters all;
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const pair = query.substr(0, end);
        auto const equals = std::min(pair.find('='), pair.size());
        if (!pair.empty())
            all.emplace_back(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return all;
}

class PagePlanner {
public:
    PagePlanner(PlanInput const& input, platform::Endpoint const& endpoint,
                std::array<platform::HostContext, 2> const& contexts, InputPlan& plan)
        : endpoint_(endpoint),
          context_(contexts[0]),
          request_(request_of(input, endpoint, contexts[0])),
          url_(http::parse_url(request_.url).value_or(http::Url{})),
          parameters_(parameters(url_.query)),
          others_(other_values(request_of(input, endpoint, contexts[1]))),
          plan_(plan)
    {
    }

    // What differs between two contexts is what the host fills in.
    void with_markers(Random& random)
    {
        auto query = parameters_;
        query.emplace_back("postern-test", "");
        InputAttempt attempt{.kind = InputAttempt::Kind::markers};
        for (std::size_t i = 0; i < query.size(); ++i) {
            bool const host_fills_it_in =
                i >= others_.size() || others_[i].second != query[i].second || i + 1 == query.size();
            if (host_fills_it_in && attempt.given.size() < marked_parameters_max)
                give(attempt, query[i], evidence::marker_value("ptr" + random.hex(5)));
        }
        add(std::move(attempt), query, "no token, marked parameters", Redirects::followed);
    }

    // RFC 2606: nobody can own a name that ends in ".example".
    void with_redirect_targets(Random& random)
    {
        auto query = parameters_;
        for (auto const name : added_names)
            if (std::ranges::find(query, name, &Parameters::value_type::first) == query.end())
                query.emplace_back(name, "");
        auto const target = fmt::format("https://postern-test-{}.example/", random.hex(8));
        InputAttempt attempt{.kind = InputAttempt::Kind::redirect_target};
        for (auto& parameter : query)
            if (names_a_redirect(parameter.first) && attempt.given.size() < marked_parameters_max)
                give(attempt, parameter, target);
        add(std::move(attempt), query, "no token, redirect targets of another site", Redirects::not_followed);
    }

private:
    static Parameters other_values(http::Request const& request)
    {
        auto const url = http::parse_url(request.url);
        return url ? parameters(url->query) : Parameters();
    }

    static void give(InputAttempt& attempt, Parameters::value_type& parameter, std::string value)
    {
        parameter.second = http::percent_encode(value);
        attempt.given.emplace_back(http::form_decode(parameter.first), std::move(value));
    }

    void add(InputAttempt attempt, Parameters const& query, std::string what, Redirects redirects)
    {
        std::vector<std::string> pairs;
        for (auto const& [name, value] : query)
            pairs.push_back(name + "=" + value);
        auto request = request_;
        auto url = url_;
        url.query = fmt::format("{}", fmt::join(pairs, "&"));
        url.has_query = true;
        request.url = url.text();
        attempt.attempt = {
            .endpoint = endpoint_.id, .detail = std::string(name(attempt.kind)), .context = context_.label};
        plan_.attempts.push_back(std::move(attempt));
        plan_.steps.push_back({.endpoint = endpoint_.id,
                               .what = std::move(what),
                               .request = std::move(request),
                               .redirects = redirects});
    }

    platform::Endpoint const& endpoint_;
    platform::HostContext const& context_;
    http::Request request_;
    http::Url url_;
    Parameters parameters_;
    Parameters others_;
    InputPlan& plan_;
};

} // namespace

InputPlan plan_input(PlanInput const& input, Random& random)
{
    InputPlan plan;
    std::array const contexts{input.platform.make_context(input.app, "input", random),
                              input.platform.make_context(input.app, "input 2", random)};
    for (auto const& endpoint : input.app.endpoints) {
        if (endpoint.kind != platform::EndpointKind::page && endpoint.kind != platform::EndpointKind::action)
            continue;
        PagePlanner planner(input, endpoint, contexts, plan);
        planner.with_markers(random);
        planner.with_redirect_targets(random);
    }
    return plan;
}

boost::asio::awaitable<evidence::InputAttempts> gather_input(InputPlan plan, Conversation& conversation)
{
    auto hearing = conversation.hear_all(std::move(plan.steps));
    auto heard = co_await std::move(hearing);
    evidence::InputAttempts gathered{.attempts = std::move(plan.attempts)};
    for (std::size_t i = 0; i < heard.size(); ++i) {
        gathered.attempts[i].attempt.hops = std::move(heard[i].hops);
        gathered.attempts[i].attempt.stopped = std::move(heard[i].stopped);
    }
    co_return gathered;
}

} // namespace postern::probes
