// An app that is called like the host product, or lives under its name, looks official. What counts as in the
// vendor's own tester, by registrable domain; the names are data (catalogue/branding/names.json).
#include "checks/answer.hpp"
#include "checks/brand_names.hpp"
#include "checks/check.hpp"
#include "http/registrable_domain.hpp"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <string>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "branding",
    .title = "The app's name and domain are not the host product's",
    .failure_title = "The app's name or domain looks like the host product's",
    .topic = "The app's name and domain beside the host product's",
    .why = "Users trust with their data what looks as if the host had made it.",
    .severity = Severity::low,
    .cwe = 451, // User Interface (UI) Misrepresentation of Critical Information
    .weight = Weight::hint,
    .runs = Runs::on_request, // a matter of the marketplace's rules for names more than of security
};

// Where the app runs, each domain that somebody has registered once.
std::set<std::string> domains_of(evidence::Evidence const& evidence)
{
    std::set<std::string> domains;
    for (auto const& host : evidence.hosts)
        if (host.role == evidence::Host::Role::app)
            if (auto domain = http::registrable_domain(host.name))
                domains.insert(*std::move(domain));
    return domains;
}

std::optional<Finding> judge_name(platform::Stated const& name)
{
    auto const product = begins_with_product(name.text, brand_names());
    auto const word = has_word(name.text, brand_names());
    if (!product && !word)
        return std::nullopt;
    return Finding{
        .subject = name.pointer,
        .severity = Severity::low,
        .message =
            product ? fmt::format("The app's name begins with \"{}\", as the host's own apps do.", *product)
                    : fmt::format("The app's name has the word \"{}\" in it, as editions of the "
                                  "host product do.",
                                  *word),
        .proof = {fmt::format("\"name\": \"{}\"", name.text)},
        .position = name.position};
}

std::optional<Finding> judge_domain(std::string const& domain)
{
    auto const found = product_in_label(domain.substr(0, domain.find('.')), brand_names());
    if (!found)
        return std::nullopt;
    Finding finding{.subject = domain,
                    .severity = Severity::low,
                    .message =
                        fmt::format("The app runs under {}, in which \"{}\" stands.", domain, found->product),
                    .proof = {fmt::format("the registered domain of the app: {}", domain)}};
    if (!found->whole) {
        finding.outcome = Outcome::warn;
        finding.message += " It may be a part of another word.";
    }
    return finding;
}

Verdict evaluate(evidence::Evidence const& evidence, evidence::DescriptorFacts const& descriptor)
{
    auto const domains = domains_of(evidence);
    if (!descriptor.name && domains.empty())
        return not_applicable("the app has neither a name nor a registered domain");
    Findings found;
    if (descriptor.name)
        found.add(judge_name(*descriptor.name));
    for (auto const& domain : domains)
        found.add(judge_domain(domain));
    auto& [findings, gravest] = found;
    if (gravest == Outcome::fail)
        return fail("the app's name or domain uses a name of the host's", std::move(findings));
    if (gravest == Outcome::warn)
        return warn("the app's domain may use a name of the host's", std::move(findings));
    if (!descriptor.name)
        return pass(counted(domains.size(), "domain") + " without a name of the host's");
    if (domains.empty())
        return pass("the app's name uses none of the host's; it has no registered domain");
    return pass("neither the app's name nor its domain uses a name of the host's");
}

} // namespace

extern constexpr Check branding = make_check<&evaluate>(info);

} // namespace postern::checks
