#pragma once

// Evidence as a target could shape it, or as a file made by hand could be: for what must hold whatever it is.

#include "support/judged_examples.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace postern::support {

inline void shuffle(evidence::Evidence& evidence, std::mt19937& random)
{
    std::ranges::shuffle(evidence.descriptor->scopes, random);
    std::ranges::shuffle(evidence.descriptor->migrations, random);
    std::ranges::shuffle(evidence.descriptor->lifecycle, random);
    std::ranges::shuffle(evidence.access->attempts, random);
    std::ranges::shuffle(evidence.access->contexts, random);
    std::ranges::shuffle(evidence.lifecycle->attempts, random);
    std::ranges::shuffle(evidence.admin->attempts, random);
    std::ranges::shuffle(evidence.cross_origin->attempts, random);
    std::ranges::shuffle(evidence.exposed_paths->attempts, random);
    std::ranges::shuffle(evidence.input->attempts, random);
    std::ranges::shuffle(evidence.resources->resources, random);
    std::ranges::shuffle(evidence.tls->hosts, random);
    for (auto& host : evidence.tls->hosts)
        std::ranges::shuffle(host.addresses, random);
    std::ranges::shuffle(evidence.dns->hosts, random);
}

inline void mutate_tls(evidence::Evidence& evidence, std::mt19937& random)
{
    auto const below = [&](std::size_t end) { return random() % end; };
    for (auto& host : evidence.tls->hosts) {
        if (below(6) == 0)
            host.unresolved = "no such name";
        if (below(6) == 0)
            host.cut_off = "the scan was interrupted";
        if (below(10) == 0)
            host.host = "unknown:1";
        if (below(3) == 0)
            host.addresses.push_back({.address = "192.0.2.2", .unreachable = "Network is unreachable"});
        if (below(3) == 0)
            host.addresses.push_back(host.addresses.front());
        auto& address = host.addresses.back();
        for (auto& asked : address.versions) {
            asked.reply = static_cast<tls::Reply>(below(6));
            if (below(3) == 0)
                asked.suites.push_back(static_cast<std::uint16_t>(below(0x10000)));
        }
        if (below(5) == 0)
            address.session.reset();
        if (!address.session)
            continue;
        if (below(3) == 0)
            address.session->trust = {.untrusted = "self-signed certificate", .outdated = {"", "CN=old"}};
        if (below(4) == 0)
            address.session->chain.clear();
        for (auto& certificate : address.session->chain) {
            certificate.not_after = TimePoint(std::chrono::milliseconds(below(2'000'000'000'000)));
            certificate.key_bits = static_cast<int>(below(4096));
            certificate.signature = below(2) == 0 ? "" : "sha1WithRSAEncryption";
            certificate.sha256.resize(below(8));
        }
    }
}

// Any part of the evidence that a target can shape, or that a hand-made file may lack.
inline void mutate(evidence::Evidence& evidence, std::mt19937& random)
{
    auto const below = [&](std::size_t end) { return random() % end; };
    auto const response = [&]() -> http::Outcome {
        static std::vector<std::string> const bodies{"",
                                                     "<p>PTRNA-4711</p>",
                                                     "<div id=app></div>",
                                                     "error",
                                                     "<form><input type=password",
                                                     "<script>/*! jQuery v1.8.1 jquery.com */</script>",
                                                     "ptr1\"'<ptr1x><a href=ptr2\"'<ptr2x>",
                                                     std::string("\0\xff%%%2", 6),
                                                     "eyJ.eyJ.",
                                                     "ref: refs/heads/main",
                                                     "<title>Index of /static</title><h1>Index of /static",
                                                     "Error at a (/srv/a.js:1:2)\n at b (/srv/b.js:3:4)",
                                                     "sharedSecret: '9fKd02LmQpX7vBnC4tRwZ8sY1uGhJe5A'",
                                                     "postern-test-key-a https://postern-test-a.example"};
        static std::vector<std::string> const values{"",           "*",
                                                     "null",       "DENY",
                                                     ",;=\"",      "no-store, max-age=1",
                                                     "unsafe-url", "frame-ancestors 'self'; script-src *"};
        if (below(6) == 0)
            return http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"};
        constexpr std::array statuses{100, 200, 204, 301, 302, 304, 400, 401, 403, 404, 429, 500, 503, 999};
        auto answer = html(bodies[below(bodies.size())], statuses[below(statuses.size())]);
        answer.body_bytes = below(100);
        if (below(3) == 0)
            answer.headers.set("Location", std::array{"/login?next=%2Ffoo", "::",
                                                      "/login?t=eyJhbGciOiJIUzI1NiJ9."
                                                      "eyJpc3MiOiJzb21lYm9keSJ9."}[below(3)]);
        if (below(3) == 0)
            answer.headers.set("Set-Cookie", below(2) == 0 ? "sid=postern-test-key-a" : "=;");
        for (auto const* const name :
             {"Cache-Control", "Referrer-Policy", "Content-Security-Policy", "X-Frame-Options",
              "X-Content-Type-Options", "Access-Control-Allow-Origin"})
            if (below(6) == 0)
                answer.headers.set(name, values[below(values.size())]);
        return answer;
    };
    mutate_descriptor(*evidence.descriptor, random);
    for (auto& attempt : evidence.access->attempts) {
        if (below(4) != 0)
            continue;
        if (below(20) == 0)
            attempt.hops.clear();
        else
            attempt.hops.back().outcome = response();
        if (below(10) == 0 && !attempt.hops.empty())
            attempt.hops.push_back(
                example_exchange("x", below(2) == 0 ? "" : "https://id.atlassian.com", response()));
        if (below(10) == 0)
            attempt.stopped = "10 redirects";
        if (below(10) == 0)
            attempt.context = below(2) == 0 ? "" : "unknown";
        if (below(20) == 0)
            attempt.endpoint = "unknown";
        if (below(20) == 0)
            attempt.placement.reset();
    }
    for (auto& attempt : evidence.cross_origin->attempts)
        if (below(2) == 0)
            attempt.hops.back().outcome = response();
    for (auto& attempt : evidence.lifecycle->attempts)
        if (below(3) == 0)
            attempt.exchange.outcome = response();
    for (auto& attempt : evidence.exposed_paths->attempts)
        if (below(2) == 0)
            attempt.exchange.outcome = response();
    if (below(10) == 0)
        evidence.exposed_paths->wish = evidence::ExposedPaths::Wish::turned_off;
    for (auto& attempt : evidence.admin->attempts) {
        attempt.with_token.hops[0].outcome = response();
        attempt.without_token.hops[0].outcome = response();
        if (below(4) == 0)
            attempt.with_token.hops.clear();
    }
    for (auto& input : evidence.input->attempts) {
        input.attempt.hops[0].outcome = response();
        if (below(6) == 0)
            input.attempt.hops.clear();
        if (below(6) == 0)
            input.given[0].second = below(2) == 0 ? "" : "\"'<>";
    }
    for (auto& resource : evidence.resources->resources) {
        resource.exchange->outcome = response();
        if (below(6) == 0)
            resource.exchange.reset();
        if (below(6) == 0)
            resource.url = below(2) == 0 ? "" : "https://cdn.example/jquery-1.8.1.js";
    }
    for (auto& host : evidence.tls->hosts)
        for (auto* exchange : {&host.plain, &host.secure})
            if (*exchange && below(3) == 0) {
                (*exchange)->outcome = response();
                (*exchange)->request.url = below(4) == 0 ? "" : (*exchange)->request.url;
            }
    mutate_tls(evidence, random);
    mutate_dns(*evidence.dns, random);
    if (below(4) == 0)
        evidence.access->contexts.pop_back();
    if (below(8) == 0)
        evidence.endpoints.pop_back();
    if (below(8) == 0)
        evidence.admin->endpoints.clear();
}

} // namespace postern::support
