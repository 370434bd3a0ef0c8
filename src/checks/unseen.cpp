#include "checks/unseen.hpp"

#include "checks/answer.hpp"
#include "evidence/each_exchange.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace postern::checks {
namespace {

bool can_be_looked_into(http::Exchange const& exchange)
{
    auto const* response = exchange.response();
    return response && kind_by_status(response->status) != AnswerKind::unavailable;
}

} // namespace

Unseen unseen(evidence::Evidence const& evidence)
{
    Unseen unseen;
    std::map<std::string, bool> seen;
    evidence::each_exchange(evidence, [&](std::string const& endpoint, http::Exchange const& exchange) {
        if (!endpoint.empty())
            seen[endpoint] |= can_be_looked_into(exchange);
        auto const* response = exchange.response();
        unseen.cut_off += response && response->body_truncated() ? 1 : 0;
    });
    for (auto const& [endpoint, any] : seen)
        unseen.endpoints += any ? 0 : 1;
    if (evidence.resources)
        for (auto const& resource : evidence.resources->resources)
            unseen.resources += resource.exchange && !can_be_looked_into(*resource.exchange) ? 1 : 0;
    return unseen;
}

std::string in_words(Unseen const& unseen)
{
    std::vector<std::string> parts;
    if (unseen.endpoints > 0)
        parts.push_back(counted(unseen.endpoints, "endpoint"));
    if (unseen.resources > 0)
        parts.push_back(unseen.resources == 1 ? "1 script or source map"
                                              : fmt::format("{} scripts or source maps", unseen.resources));
    return fmt::format("{} gave no answer to look into", listed(parts));
}

Finding not_looked_at(std::string message)
{
    return {.subject = "what was not looked at",
            .outcome = Outcome::inconclusive,
            .severity = Severity::medium,
            .message = std::move(message)};
}

Verdict unless_unseen(evidence::Evidence const& evidence, Verdict found)
{
    auto const missing = unseen(evidence);
    if (found.outcome == Outcome::inconclusive)
        return found;
    if (missing.cut_off > 0)
        found.rest = Outcome::manual;
    if (missing.any() && found.outcome == Outcome::fail) {
        found.findings.push_back(not_looked_at("Besides, " + in_words(missing)));
        return found;
    }
    if (missing.any()) {
        auto const also = found.outcome == Outcome::pass ? std::string() : "; " + found.summary;
        return inconclusive(in_words(missing) + also, std::move(found.findings));
    }
    if (missing.cut_off == 0 || found.outcome != Outcome::pass)
        return found;
    return manual(fmt::format("{}, but of {} only the beginning was looked at", found.summary,
                              counted(missing.cut_off, "answer")));
}

} // namespace postern::checks
