#include "probes/dns.hpp"

#include "evidence/takeover_service.hpp"
#include "http/local_host.hpp"
#include "http/registrable_domain.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace postern::probes {

namespace asio = boost::asio;

namespace {

using evidence::DnsLookup;
using evidence::DnsStatus;

DnsStatus status_of(net::DnsReply::Status status)
{
    switch (status) {
    case net::DnsReply::Status::answered:
        return DnsStatus::answered;
    case net::DnsReply::Status::no_such_name:
        return DnsStatus::no_such_name;
    case net::DnsReply::Status::refused:
        return DnsStatus::refused;
    case net::DnsReply::Status::silent:
        break;
    }
    return DnsStatus::silent;
}

std::string_view in_words(net::DnsType type)
{
    switch (type) {
    case net::DnsType::a:
        return "A";
    case net::DnsType::ns:
        return "NS";
    case net::DnsType::cname:
        return "CNAME";
    case net::DnsType::aaaa:
        return "AAAA";
    case net::DnsType::caa:
        return "CAA";
    }
    return "";
}

// The chain as it leads on, then the rest by value: servers rotate addresses, and evidence should not.
void put_in_order(std::vector<evidence::DnsRecord>& records)
{
    std::vector<evidence::DnsRecord> chain;
    std::vector<evidence::DnsRecord> rest;
    for (auto& record : records)
        (record.type == "CNAME" ? chain : rest).push_back(std::move(record));
    std::ranges::sort(rest, {},
                      [](auto const& record) { return std::tie(record.owner, record.type, record.value); });
    chain.insert(chain.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    records = std::move(chain);
}

asio::awaitable<DnsStatus> ask(evidence::DnsHost& host, net::DnsResolver& resolver, std::string name,
                               net::DnsType type, net::Deadline deadline)
{
    auto asking = resolver.ask(name, type, deadline);
    auto reply = co_await std::move(asking);
    DnsLookup lookup{.name = std::move(name),
                     .type = std::string(in_words(type)),
                     .status = status_of(reply.status),
                     .detail = std::move(reply.detail)};
    for (auto& record : reply.records)
        lookup.records.push_back(
            {std::move(record.owner), std::string(in_words(record.type)), std::move(record.value)});
    put_in_order(lookup.records);
    host.lookups.push_back(std::move(lookup));
    co_return host.lookups.back().status;
}

// RFC 8659 section 3: the nearest name upwards that says anything; no further than what was registered.
asio::awaitable<void> ask_caa(evidence::DnsHost& host, net::DnsResolver& resolver, net::Deadline deadline)
{
    auto const domain = http::registrable_domain(host.host);
    auto name = host.host.substr(0, host.host.find_last_not_of('.') + 1);
    for (std::size_t level = 0; domain && level < dns_caa_levels_max; ++level) {
        auto asking = ask(host, resolver, name, net::DnsType::caa, deadline);
        auto const status = co_await std::move(asking);
        bool const said = std::ranges::any_of(host.lookups.back().records,
                                              [](auto const& record) { return record.type == "CAA"; });
        auto const dot = name.find('.');
        if (said || status == DnsStatus::silent || status == DnsStatus::refused || name == *domain ||
            dot == std::string::npos)
            co_return;
        name.erase(0, dot + 1);
    }
}

asio::awaitable<void> ask_all(evidence::DnsHost& host, DnsQuestion::Caa caa, net::DnsResolver& resolver,
                              net::Deadline deadline)
{
    auto asking = ask(host, resolver, host.host, net::DnsType::a, deadline);
    auto const status = co_await std::move(asking);
    if (status == DnsStatus::silent)
        co_return; // nor will it answer the others
    if (status == DnsStatus::no_such_name) {
        auto const chain = evidence::cname_chain(host.lookups.back());
        auto domain = http::registrable_domain(chain.empty() ? host.host : chain.back());
        if (domain) {
            auto registered = ask(host, resolver, *std::move(domain), net::DnsType::ns, deadline);
            (void)co_await std::move(registered);
        }
        co_return;
    }
    auto asking6 = ask(host, resolver, host.host, net::DnsType::aaaa, deadline);
    (void)co_await std::move(asking6);
    if (caa == DnsQuestion::Caa::asked) {
        auto certificates = ask_caa(host, resolver, deadline);
        co_await std::move(certificates);
    }
}

bool leads_to_a_service(evidence::DnsHost const& host)
{
    auto const* lookup = evidence::find_lookup(host, host.host, "A");
    if (!lookup || lookup->status != DnsStatus::answered)
        return false;
    auto const chain = evidence::cname_chain(*lookup);
    return evidence::find_takeover_service(host.host) ||
           std::ranges::any_of(chain, [](auto const& name) { return evidence::find_takeover_service(name); });
}

// Plain HTTP: who no longer owns a name there has no certificate for it.
Step page_of(std::string const& host)
{
    Step step{.what = "no token, the page of a name at a hosting service",
              .request = {.url = fmt::format("http://{}/", host)},
              .redirects = Redirects::not_followed};
    step.request.headers.set("Accept", "text/html");
    return step;
}

} // namespace

bool DnsPlan::asks() const { return pages_max() > 0; }

std::size_t DnsPlan::pages_max() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(questions, [](auto const& question) { return question.skipped.empty(); }));
}

DnsPlan plan_dns(std::vector<evidence::Host> const& hosts)
{
    DnsPlan plan;
    for (auto const& host : hosts) {
        auto const caa =
            host.role == evidence::Host::Role::named ? DnsQuestion::Caa::not_asked : DnsQuestion::Caa::asked;
        auto const known = std::ranges::find(plan.questions, host.name, &DnsQuestion::host);
        if (known != plan.questions.end()) {
            if (caa == DnsQuestion::Caa::asked)
                known->caa = caa;
            continue;
        }
        DnsQuestion question{.host = host.name, .skipped = host.skipped, .caa = caa};
        if (http::is_ip_address(host.name))
            question.skipped = "it is an address and no name";
        else if (http::is_local(host.name))
            question.skipped = "it is a name of this machine or of a private network";
        plan.questions.push_back(std::move(question));
    }
    return plan;
}

asio::awaitable<evidence::DnsAnswers> ask_dns(DnsPlan plan, net::DnsResolver& resolver,
                                              net::Deadline deadline)
{
    evidence::DnsAnswers answers;
    for (auto const& question : plan.questions)
        answers.hosts.push_back({.host = question.host, .skipped = question.skipped});
    if (!plan.asks())
        co_return answers;

    auto const executor = co_await asio::this_coro::executor;
    auto const end = std::min(deadline, std::chrono::steady_clock::now() + dns_time_max);
    auto const begin = [&](std::size_t i) {
        return asio::co_spawn(executor, ask_all(answers.hosts[i], plan.questions[i].caa, resolver, end),
                              asio::deferred);
    };
    std::vector<decltype(begin(0))> operations;
    for (std::size_t i = 0; i < plan.questions.size(); ++i)
        if (plan.questions[i].skipped.empty())
            operations.push_back(begin(i));
    auto group = asio::experimental::make_parallel_group(std::move(operations));
    auto all = group.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    auto const [order, failures] = co_await std::move(all);
    for (auto const& failure : failures)
        if (failure)
            std::rethrow_exception(failure);
    co_return answers;
}

asio::awaitable<evidence::DnsAnswers> gather_hosting_pages(evidence::DnsAnswers answers,
                                                           Conversation& conversation)
{
    std::vector<Step> steps;
    std::vector<evidence::DnsHost*> asked;
    for (auto& host : answers.hosts)
        if (leads_to_a_service(host)) {
            steps.push_back(page_of(host.host));
            asked.push_back(&host);
        }
    auto hearing = conversation.hear_all(std::move(steps));
    auto heard = co_await std::move(hearing);
    for (std::size_t i = 0; i < heard.size(); ++i)
        asked[i]->page = std::move(heard[i].hops.front());
    co_return answers;
}

} // namespace postern::probes
