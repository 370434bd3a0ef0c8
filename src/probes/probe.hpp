#pragma once

// A probe is one conversation with the target: pure functions that plan every request, and one coroutine that
// sends them and keeps what came of each. It judges nothing.

#include "http/exchange.hpp"
#include "jwt/key.hpp"
#include "platform/platform.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::probes {

enum class Effect {
    reads,     // changes nothing, however the app answers
    may_change // an app that accepts what it should refuse stores a made-up tenant or event
};
[[nodiscard]] std::string_view name(Effect effect);

struct ProbeInfo {
    std::string_view id;
    std::string_view title; // what it finds out
    Effect effect = Effect::reads;
    int requests_per_endpoint_max = 0; // without redirects
};

enum class Redirects { followed, not_followed };

// One request as it will be sent, redirects aside.
struct Step {
    std::string endpoint; // Endpoint::id
    std::string what;     // "no token", "a malformed token, in the header": for --plan
    http::Request request;
    std::string token; // compact; what must not get to another site; empty where none is sent
    Redirects redirects = Redirects::followed;
};

// What became of a step. `hops` is never empty; `stopped` says why the last hop's redirect was not followed.
struct Heard {
    std::vector<http::Exchange> hops; // ids are empty: whoever puts an Evidence together gives them
    std::string stopped;
};

// What plans are made from; all of it outlives the planning.
struct PlanInput {
    platform::Platform const& platform;
    platform::App const& app;
    jwt::Key const& own_key; // RSA with its private half, made for this scan: no host has ever seen it
    TimePoint now;
};

} // namespace postern::probes
