#include "evidence/json_parts.hpp"

namespace postern::evidence {
namespace {

Json lifecycle_attempt(LifecycleAttempt const& attempt)
{
    return {{"endpoint", bytes_to_json(attempt.endpoint)},
            {"event", bytes_to_json(attempt.event)},
            {"forgery", name(attempt.forgery)},
            {"exchange", bytes_to_json(attempt.exchange.id)}};
}

} // namespace

void write_lifecycle(Writer& writer, LifecycleAttempts const& lifecycle)
{
    writer.part("lifecycle", Json::object(), lifecycle.attempts, lifecycle_attempt);
}

LifecycleAttempts read_lifecycle(Node const& node, Known& known)
{
    LifecycleAttempts lifecycle;
    for (auto const& attempt : node.member("attempts").items())
        lifecycle.attempts.push_back({.endpoint = known.endpoint(attempt.member("endpoint")),
                                      .event = attempt.member("event").bytes(),
                                      .forgery = attempt.member("forgery").word(lifecycle_forgery_from),
                                      .exchange = known.exchange(attempt.member("exchange"))});
    return lifecycle;
}

} // namespace postern::evidence
