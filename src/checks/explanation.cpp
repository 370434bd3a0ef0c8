#include "checks/explanation.hpp"

#include "checks/carried.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace postern::checks {
namespace {

std::string day(TimePoint time)
{
    std::chrono::year_month_day const date(std::chrono::floor<std::chrono::days>(time));
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string what_it_is(PublicKind kind, std::size_t same_endpoints)
{
    switch (kind) {
    case PublicKind::shell:
        return "It gave the same document to everyone who asked without a token. [Confirm before sending: "
               "the document holds nothing of a tenant; what belongs to a tenant is loaded by authenticated "
               "requests.]";
    case PublicKind::cacheable_shell:
        return "The descriptor declares this module as cacheable: the host product requests the address "
               "exactly as it stands there, without a token and without context parameters, so that the "
               "browser may keep the document. The app cannot authenticate this request by design. It "
               "gave the same document to everyone who asked. [Confirm before sending: the document holds "
               "nothing of a tenant; what belongs to a tenant is loaded by requests with a token that the "
               "page gets through the host's JavaScript bridge.]";
    case PublicKind::declared_public:
        return "The descriptor declares authentication type none: the host product sends no token to this "
               "app. It gave the same document to everyone who asked. [Confirm before sending: the document "
               "holds nothing of a tenant.]";
    case PublicKind::asset:
        return "By its type it is a static file (script, style, image or the like), which a browser loads "
               "without a token. It was the same for everyone who asked. [Confirm before sending: the file "
               "holds nothing of a tenant.]";
    case PublicKind::uniform_message:
        return fmt::format("It gave one document to everyone who asked without a token, and {} of this app "
                           "{} with the same bytes. [Confirm before sending: the document holds nothing of "
                           "a tenant.]",
                           counted(same_endpoints, "other endpoint"),
                           same_endpoints == 1 ? "answers" : "answer");
    }
    return {};
}

std::string looked_for(EndpointAnswers const& answers)
{
    std::vector<std::string> words{"the tenant's client key", "the tenant's address", "the user"};
    for (auto const& parameter : answers.endpoint->context_parameters)
        words.push_back(fmt::format("the value of {}", parameter));
    return listed(words);
}

} // namespace

std::string explanation(EndpointAnswers const& answers, Measured const& measured,
                        evidence::Evidence const& evidence)
{
    auto const& endpoint = *answers.endpoint;
    auto const& first = *answers.at(answers.first);
    auto text =
        fmt::format("The endpoint {} ({} in the app's descriptor) answers without a token. {}\n\n",
                    endpoint.url_template, endpoint.id, what_it_is(measured.kind, measured.same_endpoints));
    text += fmt::format("Measured on {} with postern {}: {} without a token {}. {} from made-up "
                        "tenants, users and contexts got the same document",
                        day(evidence.started_at), evidence.tool_version,
                        first.attempt->hops.front().request.method, first.observed,
                        counted(answers.anonymous.size(), "request"));
    if (measured.forged > 0 && measured.same_forged == measured.forged)
        text += fmt::format(", and so did {} with forged tokens", counted(measured.forged, "request"));
    text +=
        fmt::format(". The document holds none of the values that the requests gave ({}), and the answers "
                    "set no cookie.",
                    looked_for(answers));
    if (first.response()->body_truncated())
        text += fmt::format(" The first {} bytes were compared, and the length of the rest.",
                            first.response()->body.size());
    return text;
}

} // namespace postern::checks
