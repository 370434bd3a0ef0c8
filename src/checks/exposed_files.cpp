// Files with settings, keys and source are not served. What an answer holds decides, never its status alone:
// a server that answers every address with its start page has exposed nothing.
#include "checks/exposed_files.hpp"

#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/unseen.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::checks {
namespace {

using evidence::ExposedPaths;
using evidence::PathAttempt;
using evidence::SensitivePath;
using http::TransportFailureKind;
using Kind = PathAttempt::Kind;

constexpr CheckInfo info{
    .id = "exposed-files",
    .title = "Files that nobody should see are not served",
    .failure_title = "Files that nobody should see are served",
    .topic = "Whether files that nobody should see are served",
    .why = "Settings, keys and source that a server hands out are one request away from everybody.",
    .severity = Severity::high,
    .cwe = 538, // Insertion of Sensitive Information into Externally-Accessible File or Directory
};

PathAttempt const* control_of(PathAttempt const& attempt, ExposedPaths const& paths)
{
    auto const found = std::ranges::find_if(paths.attempts, [&](PathAttempt const& other) {
        return other.kind == Kind::control && other.base == attempt.base;
    });
    return found == paths.attempts.end() ? nullptr : &*found;
}

// What stands everywhere is no file.
bool same_as_control(PathAttempt const& attempt, PathAttempt const* control)
{
    auto const* here = attempt.exchange.response();
    auto const* there = control ? control->exchange.response() : nullptr;
    return here && there && here->status == there->status && here->body == there->body;
}

// Whether the server answers at all below this address: then a connection that it breaks is a refusal.
bool answers(PathAttempt const* control)
{
    auto const* response = control ? control->exchange.response() : nullptr;
    return response && kind_by_status(response->status) != AnswerKind::unavailable;
}

bool says_nothing(PathAttempt const& attempt, PathAttempt const* control)
{
    if (!answers(control))
        return true;
    auto const* failure = std::get_if<http::TransportFailure>(&attempt.exchange.outcome);
    return failure && failure->kind != TransportFailureKind::connection_lost &&
           failure->kind != TransportFailureKind::connection_refused;
}

Finding finding_of(PathAttempt const& attempt, SensitivePath const& file)
{
    auto const& response = *attempt.exchange.response();
    auto const url = http::parse_url(attempt.exchange.request.url);
    return {.subject = url ? url->path : attempt.path,
            .outcome = Outcome::fail,
            .severity = severity_from(file.severity).value_or(info.severity),
            .message =
                fmt::format("GET {}{} without a token answered {} with {} bytes: {} ({})", attempt.base,
                            attempt.path, response.status, response.body_bytes, file.title, file.why),
            .exchanges = {attempt.exchange.id}};
}

Verdict evaluate(ExposedPaths const& paths)
{
    if (paths.wish == ExposedPaths::Wish::turned_off)
        return not_applicable("turned off by --no-paths");
    std::vector<Finding> findings;
    std::size_t looked_at = 0;
    std::size_t unknown = 0;
    for (auto const& attempt : paths.attempts) {
        if (attempt.kind != Kind::listed)
            continue;
        auto const* control = control_of(attempt, paths);
        auto const* file = exposed_file(attempt);
        if (file && !same_as_control(attempt, control))
            findings.push_back(finding_of(attempt, *file));
        else if (says_nothing(attempt, control))
            ++unknown;
        else
            ++looked_at;
    }
    if (!findings.empty()) {
        auto const asked = findings.size() + looked_at + unknown;
        auto summary =
            fmt::format("{} of {} that were asked for gave what should not be there", findings.size(),
                        asked == 1 ? "1 address" : fmt::format("{} addresses", asked));
        if (unknown > 0)
            findings.push_back(not_looked_at(
                fmt::format("Besides, {} got no answer that says something", counted(unknown, "file"))));
        return fail(std::move(summary), std::move(findings));
    }
    if (unknown > 0 || looked_at == 0)
        return inconclusive(fmt::format("{} of {} got no answer that says something", unknown,
                                        counted(unknown + looked_at, "file")));
    return pass(fmt::format("none of {} that were asked for is served", counted(looked_at, "file")));
}

} // namespace

SensitivePath const* exposed_file(PathAttempt const& attempt)
{
    auto const* response = attempt.exchange.response();
    if (attempt.kind != Kind::listed || !response || response->status < 200 || response->status >= 300)
        return nullptr;
    auto const& known = evidence::sensitive_paths();
    auto const found = std::ranges::find(known, attempt.path, &SensitivePath::path);
    return found != known.end() && http::find_content(response->body, found->content) ? &*found : nullptr;
}

extern constexpr Check exposed_files = make_check<&evaluate>(info);

} // namespace postern::checks
