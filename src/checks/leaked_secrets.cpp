// No answer may hold a key, a shared secret or a password: whoever gets the page or script has it then. Which
// texts are secrets is data (catalogue/secrets/rules.json); here it is judged what was found.
#include "checks/answer.hpp"
#include "checks/carried.hpp"
#include "checks/check.hpp"
#include "checks/secret_form.hpp"
#include "checks/secret_match.hpp"
#include "checks/sighting.hpp"
#include "checks/unseen.hpp"
#include "evidence/each_exchange.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace postern::checks {
namespace {

using Certainty = SecretRule::Certainty;
using Kind = SecretRule::Kind;

constexpr CheckInfo info{
    .id = "leaked-secrets",
    .title = "Answers hold no secrets",
    .failure_title = "Answers hold secrets",
    .topic = "Secrets in answers",
    .why = "A secret in a page or a script belongs to everybody who can load it.",
    .severity = Severity::critical,
    .cwe = 540, // Inclusion of Sensitive Information in Source Code
};

constexpr std::size_t proof_lines_max = 10;

struct Seen {
    Sighting sighting;
    TextPlace place;
};

// One secret, wherever it stands.
struct Leak {
    SecretRule const* rule = nullptr;
    std::string value;
    std::vector<Seen> seen; // the first stands for all of them
};

// What the target merely repeats of the request is the scan's own.
bool was_sent(http::Request const& request, std::string_view value)
{
    return request.url.contains(value) || request.body.contains(value) ||
           std::ranges::any_of(request.headers,
                               [&](http::HeaderField const& field) { return field.value.contains(value); });
}

class Leaks {
public:
    explicit Leaks(evidence::Evidence const& evidence) : places_(evidence.endpoints) {}

    void look_at(std::string const& endpoint, http::Exchange const& exchange)
    {
        auto const* response = exchange.response();
        if (!response)
            return;
        ++answers_;
        auto const [known, is_new] = matches_.try_emplace(response->body);
        if (is_new)
            known->second = find_secrets(response->body);
        for (auto const& match : known->second) {
            auto const value = response->body.substr(match.at, match.size);
            auto const searched = match.rule->kind == Kind::web_token ? token_in(value) : value;
            if (was_sent(exchange.request, searched.empty() ? value : searched))
                continue;
            auto& leak = leaks_[{match.rule->id, value}];
            leak.rule = match.rule;
            leak.value = value;
            leak.seen.push_back(
                {sighting_of(endpoint, exchange, places_), place_of(response->body, match.at)});
        }
    }

    [[nodiscard]] std::size_t answers() const { return answers_; }

    std::vector<Leak> take()
    {
        std::vector<Leak> all;
        for (auto& [key, leak] : leaks_) {
            std::ranges::sort(leak.seen, [](Seen const& a, Seen const& b) {
                if (earlier(a.sighting, b.sighting) || earlier(b.sighting, a.sighting))
                    return earlier(a.sighting, b.sighting);
                return a.place < b.place;
            });
            all.push_back(std::move(leak));
        }
        std::ranges::sort(all, [](Leak const& a, Leak const& b) {
            auto const& first = a.seen.front();
            auto const& second = b.seen.front();
            if (earlier(first.sighting, second.sighting) || earlier(second.sighting, first.sighting))
                return earlier(first.sighting, second.sighting);
            return std::tie(first.place, a.value) < std::tie(second.place, b.value);
        });
        return all;
    }

private:
    evidence::EndpointPlaces places_;
    std::size_t answers_ = 0;
    std::unordered_map<std::string_view, std::vector<SecretMatch>> matches_; // by body
    std::map<std::pair<std::string, std::string>, Leak> leaks_;
};

// A token that has expired, or whose claims say that it is for everybody, opens little.
Severity severity_of(Leak const& leak, evidence::Evidence const& evidence)
{
    if (leak.rule->kind != Kind::web_token)
        return leak.rule->severity;
    auto const text = claims_of_token(leak.value);
    auto const claims = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
    if (!claims.is_object())
        return leak.rule->severity;
    auto const role = claims.find("role");
    bool const for_everybody =
        role != claims.end() && role->is_string() && (*role == "anon" || *role == "public");
    auto const expiry = claims.find("exp");
    auto const now = std::chrono::floor<std::chrono::seconds>(evidence.ended_at).time_since_epoch().count();
    bool const expired =
        expiry != claims.end() && expiry->is_number() && expiry->get<double>() < static_cast<double>(now);
    return for_everybody || expired ? Severity::low : leak.rule->severity;
}

std::string proof_line(Leak const& leak)
{
    auto const& [sighting, place] = leak.seen.front();
    return fmt::format("{}: line {}, column {}: {} ({} characters)", sighting.told, place.line, place.column,
                       shown(leak.value), leak.value.size());
}

// `leaks` are of one rule and at one place.
Finding finding_of(std::vector<Leak const*> const& leaks, evidence::Evidence const& evidence)
{
    auto const& leak = *leaks.front();
    auto const& [sighting, place] = leak.seen.front();
    std::vector<Sighting> sightings;
    for (auto const& seen : leak.seen)
        sightings.push_back(seen.sighting);
    bool const certain = leak.rule->certainty == Certainty::certain;
    Finding finding{
        .endpoint = sighting.endpoint,
        .subject = subject_of(leak.rule->title, sighting),
        .outcome = certain ? Outcome::fail : Outcome::warn,
        .severity = severity_of(leak, evidence),
        .message = fmt::format("The answer to {} holds {}{} (line {}, column {}){}.{}", sighting.told,
                               leaks.size() == 1 ? "what looks like a " : "several of: ", leak.rule->title,
                               place.line, place.column, elsewhere(sightings),
                               certain ? " Revoke it: who has seen it cannot be told"
                                       : " Whether it is one, and "
                                         "what it opens, a person must say")};
    for (auto const* each : leaks) {
        if (finding.proof.size() == proof_lines_max)
            break;
        finding.proof.push_back(proof_line(*each));
        auto const& exchange = each->seen.front().sighting.exchange;
        if (std::ranges::find(finding.exchanges, exchange) == finding.exchanges.end())
            finding.exchanges.push_back(exchange);
    }
    return finding;
}

Verdict judge_answers(evidence::Evidence const& evidence)
{
    Leaks search(evidence);
    evidence::each_exchange(evidence, [&](std::string const& endpoint, http::Exchange const& exchange) {
        search.look_at(endpoint, exchange);
    });
    if (search.answers() == 0)
        return inconclusive("there was no answer to look into");
    auto const leaks = search.take();
    std::map<std::tuple<std::string, std::string>, std::vector<Leak const*>> by_place;
    for (auto const& leak : leaks) {
        auto const& first = leak.seen.front().sighting;
        by_place[{first.endpoint, subject_of(leak.rule->title, first)}].push_back(&leak);
    }
    std::vector<Finding> findings;
    for (auto const& [place, here] : by_place)
        findings.push_back(finding_of(here, evidence));
    if (findings.empty())
        return pass(fmt::format("no secret in {}", counted(search.answers(), "answer")));
    if (std::ranges::any_of(findings, [](Finding const& each) { return each.outcome == Outcome::fail; }))
        return fail("answers hold secrets", std::move(findings));
    return warn("answers hold what may be secrets", std::move(findings));
}

Verdict evaluate(evidence::Evidence const& evidence)
{
    return unless_unseen(evidence, judge_answers(evidence));
}

} // namespace

extern constexpr Check leaked_secrets = make_check<&evaluate>(info);

} // namespace postern::checks
