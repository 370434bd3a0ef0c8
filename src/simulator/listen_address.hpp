#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

// One address to listen on, and what the sites are called there.
struct ListenAddress {
    std::string address; // "192.168.1.5", "::1", "0.0.0.0"
    std::string host;    // in the sites' addresses: "192.168.1.5", "[::1]", "localhost"
    // What the Host header may name besides. Of names localhost alone, all others being IP literals: whoever
    // owns a name can point it here (DNS rebinding), and an IP literal is no name.
    std::vector<std::string> other_hosts;
};

// Fails with a sentence for a person. At 0.0.0.0 and :: the sites are called localhost, and answer to the
// addresses that the machine has at this moment.
[[nodiscard]] std::expected<ListenAddress, std::string> listen_address(std::string const& text);

} // namespace postern::simulator
