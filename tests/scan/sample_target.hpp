#pragma once

// The sample app on a free loopback port, as a target of a scan in the same process.

#include "support/running_server.hpp"
#include "support/sample_in_memory.hpp"

#include <optional>
#include <string>

namespace postern::scan_test {

class SampleTarget {
public:
    // With `tls` the app is called by the name localhost, since browsers remember its header for names only.
    SampleTarget(Clock const& clock, sample::WeaknessSet weaknesses,
                 std::optional<net::TlsIdentity> tls = std::nullopt,
                 sample::Panel panel = sample::Panel::dead_end);

    [[nodiscard]] std::string descriptor_url() const { return base_url() + "/atlassian-connect.json"; }
    [[nodiscard]] std::string base_url() const;

    // Installs a tenant with this secret, as the host would; true if the app answered 204. Before any scan.
    [[nodiscard]] bool install(std::string const& client_key, std::string const& secret);

private:
    static sample::AppConfig config(sample::WeaknessSet weaknesses, sample::Panel panel);

    Clock const& clock_;
    std::string host_;
    SystemRandom random_;
    sample::KeysInMemory keys_;
    sample::AdministratorsInMemory administrators_; // nobody is one
    sample::App app_;
    support::RunningServer server_;
};

} // namespace postern::scan_test
