// The base URL is where the host sends secrets and tokens: the install callback with the shared secret goes
// there. Over plain HTTP everybody on the way reads them. Hosts refuse such an app in production
// (https://developer.atlassian.com/cloud/jira/platform/connect-app-descriptor/: baseUrl), but not on a
// development site.
#include "checks/check.hpp"
#include "http/local_host.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "descriptor-base-url",
    .title = "The descriptor's base URL is HTTPS",
    .failure_title = "The descriptor's base URL is plain HTTP",
    .topic = "The scheme of the descriptor's base URL",
    .why = "Secrets and tokens that travel over plain HTTP are read and changed by whoever is on the way.",
    .severity = Severity::high,
    .cwe = 319, // Cleartext Transmission of Sensitive Information
    .weight = Weight::hint,
};

constexpr std::size_t base_url_max_bytes = 200; // the published schema: baseUrl, maxLength

// What is judged: the descriptor's own base URL or, where that is a template or missing, the one that was
// used.
struct BaseUrl {
    http::Url url;
    std::string text;
    bool declared = false;
};

std::optional<BaseUrl> base_url_of(evidence::Evidence const& evidence)
{
    auto const& stated = evidence.descriptor->base_url;
    if (stated)
        if (auto url = http::parse_url(stated->text))
            return BaseUrl{*std::move(url), stated->text, true};
    if (auto url = http::parse_url(evidence.target.base_url))
        return BaseUrl{*std::move(url), evidence.target.base_url, false};
    return std::nullopt;
}

Finding finding(evidence::Evidence const& evidence, BaseUrl const& base, std::string message)
{
    Finding found{.subject = "/baseUrl", .message = std::move(message)};
    if (base.declared) {
        found.position = evidence.descriptor->base_url->position;
        found.proof = {fmt::format("\"baseUrl\": \"{}\"", base.text)};
    } else {
        found.proof = {fmt::format("the base URL of the scan: {}", base.text)};
    }
    return found;
}

Verdict evaluate(evidence::Evidence const& evidence, evidence::DescriptorFacts const&)
{
    auto const base = base_url_of(evidence);
    if (!base)
        return inconclusive("there is no base URL that can be read");
    if (base->url.scheme != "https" && !http::is_local(base->url.host)) {
        auto found =
            finding(evidence, *base,
                    fmt::format("The base URL {} is plain HTTP: the host sends the shared secret and "
                                "every token there unencrypted.",
                                base->text));
        found.severity = Severity::high;
        return fail("the base URL is plain HTTP", {std::move(found)});
    }
    if (base->url.scheme != "https") {
        auto found = finding(evidence, *base,
                             fmt::format("The base URL {} is plain HTTP on a development host; what is "
                                         "published needs HTTPS.",
                                         base->text));
        found.outcome = Outcome::warn;
        found.severity = Severity::info;
        return warn("the base URL is plain HTTP, on a development host", {std::move(found)});
    }
    if (base->declared && base->text.size() > base_url_max_bytes) {
        auto found = finding(evidence, *base,
                             fmt::format("The base URL has {} bytes; the published schema allows {}.",
                                         base->text.size(), base_url_max_bytes));
        found.outcome = Outcome::warn;
        found.severity = Severity::low;
        return warn("the base URL is longer than the published schema allows", {std::move(found)});
    }
    return pass(base->declared ? "the base URL is HTTPS" : "the base URL of the scan is HTTPS");
}

} // namespace

extern constexpr Check descriptor_base_url = make_check<&evaluate>(info);

} // namespace postern::checks
