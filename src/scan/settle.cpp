#include "scan/settle.hpp"

#include "evidence/each_exchange.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::scan {
namespace {

using http::TransportFailureKind;

std::string requests(std::size_t count)
{
    return count == 1 ? "1 request" : fmt::format("{} requests", count);
}

std::vector<std::string_view> reasons(std::map<TransportFailureKind, std::size_t> const& failures)
{
    std::vector<std::string_view> words;
    for (auto const& [kind, count] : failures)
        if (count > 0)
            words.push_back(in_words(kind));
    return words;
}

bool is_failure(http::Exchange const& exchange, TransportFailureKind kind)
{
    auto const* failure = std::get_if<http::TransportFailure>(&exchange.outcome);
    return failure && failure->kind == kind;
}

// The method and the address without its query, which may be long and says little.
std::string told(http::Request const& request)
{
    return fmt::format("{} {}", request.method, request.url.substr(0, request.url.find('?')));
}

// `exchanges` in the order of the scan, without those that its own end cut off. A connection that broke was
// accepted before: what it carried is the last that the app took.
std::optional<std::string> stopped_accepting(std::vector<http::Exchange const*> const& exchanges)
{
    auto const turned_away = [](http::Exchange const* exchange) {
        return is_failure(*exchange, TransportFailureKind::connection_refused) ||
               is_failure(*exchange, TransportFailureKind::connection_lost);
    };
    auto const last_other = std::find_if_not(exchanges.rbegin(), exchanges.rend(), turned_away);
    auto const first = last_other.base(); // of those turned away
    bool const answered_before =
        std::any_of(exchanges.begin(), first, [](auto const* exchange) { return exchange->response(); });
    if (!answered_before || static_cast<std::size_t>(exchanges.end() - first) < refused_at_the_end_min)
        return std::nullopt;
    bool const refused = std::any_of(first, exchanges.end(), [](auto const* exchange) {
        return is_failure(*exchange, TransportFailureKind::connection_refused);
    });
    if (!refused)
        return fmt::format("the app broke every connection from {} ({}) on; it may have crashed",
                           (*first)->id, told((*first)->request));
    auto const& last = is_failure(**first, TransportFailureKind::connection_lost) ? **first : **last_other;
    return fmt::format("the app stopped accepting connections after {} ({}); it may have crashed", last.id,
                       told(last.request));
}

} // namespace

void settle(evidence::Evidence& evidence)
{
    std::size_t sent = 0;
    std::size_t answered = 0;
    std::map<TransportFailureKind, std::size_t> failures;
    std::vector<http::Exchange const*> not_cut_off;
    evidence::each_exchange(evidence, [&](std::string const&, http::Exchange& exchange) {
        exchange.id = fmt::format("e{}", ++sent);
        if (auto const* failure = std::get_if<http::TransportFailure>(&exchange.outcome))
            ++failures[failure->kind];
        else
            ++answered;
        if (!is_failure(exchange, TransportFailureKind::cancelled) &&
            !is_failure(exchange, TransportFailureKind::deadline_passed))
            not_cut_off.push_back(&exchange);
    });

    auto& gaps = evidence.completeness.gaps;
    if (auto const count = failures[TransportFailureKind::cancelled])
        gaps.push_back(fmt::format("the scan was interrupted: {} got no answer", requests(count)));
    if (auto const count = failures[TransportFailureKind::deadline_passed])
        gaps.push_back(fmt::format("the scan's time was over: {} got no answer; allow more with --deadline",
                                   requests(count)));
    if (evidence.tls)
        for (auto const& host : evidence.tls->hosts)
            if (!host.cut_off.empty())
                gaps.push_back(
                    fmt::format("the TLS of {} was not looked at to its end: {}", host.host, host.cut_off));
    if (auto gap = stopped_accepting(not_cut_off))
        gaps.push_back(*std::move(gap));
    if (sent > 0 && answered == 0) {
        gaps.push_back(fmt::format("nothing answered at {} ({})", evidence.target.base_url,
                                   fmt::join(reasons(failures), ", ")));
        if (evidence.admin->attempts.empty())
            evidence.admin.reset();
        if (evidence.input && evidence.input->attempts.empty())
            evidence.input.reset();
        if (evidence.resources && evidence.resources->resources.empty())
            evidence.resources.reset();
        if (evidence.lifecycle->attempts.empty())
            evidence.lifecycle.reset();
        if (evidence.cross_origin && evidence.cross_origin->attempts.empty())
            evidence.cross_origin.reset();
        if (evidence.access->attempts.empty())
            evidence.access.reset();
    }
}

} // namespace postern::scan
