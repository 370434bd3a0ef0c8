// An app must not ask its users for the password or the API token of their Atlassian account: the host gives
// it the access that an administrator has granted. Judged by what is written at the fields of its pages.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/credential_fields.hpp"
#include "evidence/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace postern::checks {
namespace {

using evidence::AccessAttempts;
using Asks = CredentialField::Asks;

constexpr CheckInfo info{
    .id = "credential-forms",
    .title = "Pages do not ask for Atlassian passwords or API tokens",
    .failure_title = "Pages ask for Atlassian passwords or API tokens",
    .topic = "Forms for passwords and API tokens in pages",
    .why = "Who collects the credentials of users can act as them everywhere, and loses them with the first "
           "leak.",
    .severity = Severity::high,
    .cwe = 522, // Insufficiently Protected Credentials
    .weight = Weight::hint,
};

// Fields of one page that a report tells; a page has a handful.
constexpr std::size_t fields_told_max = 20;

std::string_view in_words(Asks asks)
{
    switch (asks) {
    case Asks::atlassian_secret:
        return "for a password or token of an Atlassian account or site";
    case Asks::token:
        return "for an API token; of whom, the page does not say";
    case Asks::password:
        return "for a password; of whom, the page does not say";
    }
    return "";
}

Finding finding_of(evidence::Page const& page, CredentialField const& field)
{
    auto const grave = field.asks == Asks::atlassian_secret;
    return {.endpoint = page.endpoint,
            .subject = fmt::format("field {}", field.name.empty() ? "without a name" : field.name),
            .outcome = grave ? Outcome::fail : Outcome::warn,
            .severity = grave ? info.severity : Severity::low,
            .message = fmt::format("A field of the page asks {}", in_words(field.asks)),
            .exchanges = {page.exchange->id},
            .proof = {fmt::format("line {}: {}", field.line, field.words)}};
}

Verdict nothing_seen(AccessAttempts const& access, evidence::Evidence const& evidence)
{
    if (evidence.endpoints.empty())
        return not_applicable("the descriptor declares no endpoint");
    if (!any_page_answered(access, evidence))
        return inconclusive("no page answered");
    return manual("no page gave HTML, so no form could be looked at: look whether one asks for passwords or "
                  "API tokens of Atlassian, or give a user's token");
}

Verdict evaluate(AccessAttempts const& access, evidence::Evidence const& evidence)
{
    auto const pages = html_pages(evidence);
    if (pages.empty())
        return nothing_seen(access, evidence);
    std::vector<Finding> findings;
    std::set<std::pair<std::string, std::string>> told; // endpoint and subject
    std::size_t grave = 0;
    std::size_t cut_off = 0;
    for (auto const& page : pages) {
        auto const document = http::parse_html(page.exchange->response()->body);
        cut_off += page.exchange->response()->body_truncated() || !document.complete ? 1 : 0;
        auto fields = credential_fields(document);
        std::ranges::sort(fields, {}, [](auto const& field) { return std::pair(field.asks, field.line); });
        fields.resize(std::min(fields.size(), fields_told_max));
        for (auto const& field : fields) {
            auto finding = finding_of(page, field);
            if (!told.emplace(finding.endpoint, finding.subject).second)
                continue;
            grave += finding.outcome == Outcome::fail ? 1 : 0;
            findings.push_back(std::move(finding));
        }
    }
    auto const of_pages = counted(pages.size(), "page");
    if (findings.empty() && cut_off > 0)
        return manual(fmt::format("no field of {} asks for a password or an API token, but of {} only the "
                                  "beginning was looked at",
                                  of_pages, cut_off));
    if (findings.empty())
        return pass(fmt::format("no field of {} asks for a password or an API token", of_pages));
    if (grave > 0)
        return fail(fmt::format("{} of {} ask for a password or token of Atlassian", counted(grave, "field"),
                                of_pages),
                    std::move(findings));
    return warn(fmt::format("{} of {} ask for a password or a token: it must not be one of Atlassian",
                            counted(findings.size(), "field"), of_pages),
                std::move(findings));
}

} // namespace

extern constexpr Check credential_forms = make_check<&evaluate>(info);

} // namespace postern::checks
