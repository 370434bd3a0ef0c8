#pragma once

// The parts of an evidence file: how each is written and read, one file a part.

#include "evidence/evidence.hpp"
#include "evidence/json_node.hpp"
#include "evidence/json_writer.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace postern::evidence {

// Whole numbers that every JSON reader keeps exact: RFC 8259 section 6.
inline constexpr std::int64_t number_max = (std::int64_t{1} << 53) - 1;

// What an attempt may name, read before it: the endpoints and the exchanges of the file.
class Known {
public:
    Known(Node const& document, Evidence const& evidence);

    // The id of an endpoint that exists.
    [[nodiscard]] std::string endpoint(Node const& node) const;
    // Each attempt gets its own copy of an exchange: at most exchange_places_max.
    [[nodiscard]] http::Exchange exchange(Node const& node);
    [[nodiscard]] Attempt attempt(Node const& node);

private:
    std::set<std::string, std::less<>> endpoints_;
    std::map<std::string, http::Exchange, std::less<>> exchanges_;
    std::map<std::string, std::size_t, std::less<>> places_;
};

// platform_json.cpp
[[nodiscard]] Json position_json(platform::Position const& position);
[[nodiscard]] platform::Position read_position(Node const& node);
[[nodiscard]] Json target_json(Target const& target);
[[nodiscard]] Target read_target(Node const& node);
[[nodiscard]] Json endpoint_json(platform::Endpoint const& endpoint);
[[nodiscard]] platform::Endpoint read_endpoint(Node const& node);
[[nodiscard]] Json unprobed_json(platform::Unprobed const& unprobed);
[[nodiscard]] platform::Unprobed read_unprobed(Node const& node);
[[nodiscard]] Json host_json(Host const& host);
[[nodiscard]] Host read_host(Node const& node);

// descriptor_json.cpp
[[nodiscard]] Json descriptor_json(DescriptorFacts const& facts);
[[nodiscard]] DescriptorFacts read_descriptor(Node const& node);

// dns_json.cpp
[[nodiscard]] Json dns_json(DnsAnswers const& dns);
[[nodiscard]] DnsAnswers read_dns(Node const& node, Known& known);

// exchange_json.cpp
[[nodiscard]] Json exchange_json(http::Exchange const& exchange);
[[nodiscard]] http::Exchange read_exchange(Node const& node);

// attempt_json.cpp; Known::attempt reads it
[[nodiscard]] Json attempt_json(Attempt const& attempt);
void write_access(Writer& writer, AccessAttempts const& access);
[[nodiscard]] AccessAttempts read_access(Node const& node, Known& known);

// admin_json.cpp
void write_admin(Writer& writer, AdminAttempts const& admin);
[[nodiscard]] AdminAttempts read_admin(Node const& node, Known& known);

// exposed_paths_json.cpp
void write_exposed_paths(Writer& writer, ExposedPaths const& paths);
[[nodiscard]] ExposedPaths read_exposed_paths(Node const& node, Known& known);
// cross_origin_json.cpp
void write_cross_origin(Writer& writer, CrossOriginAttempts const& cross_origin);
[[nodiscard]] CrossOriginAttempts read_cross_origin(Node const& node, Known& known);

// input_json.cpp
void write_input(Writer& writer, InputAttempts const& input);
[[nodiscard]] InputAttempts read_input(Node const& node, Known& known);

// resource_json.cpp
void write_resources(Writer& writer, Resources const& resources);
[[nodiscard]] Resources read_resources(Node const& node, Known& known);

// lifecycle_json.cpp
void write_lifecycle(Writer& writer, LifecycleAttempts const& lifecycle);
[[nodiscard]] LifecycleAttempts read_lifecycle(Node const& node, Known& known);

// tls_json.cpp
void write_tls(Writer& writer, TlsHosts const& tls);
[[nodiscard]] TlsHosts read_tls(Node const& node, Known& known);

} // namespace postern::evidence
