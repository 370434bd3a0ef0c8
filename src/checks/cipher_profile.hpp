#pragma once

// Which cipher suites are good and which are broken: data, catalogue/tls/.

#include "base/embedded_file.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

struct CipherProfile {
    struct Broken {
        std::string part; // of a suite's name
        std::string why;
    };
    std::string name; // "Mozilla's intermediate configuration"
    std::string version;
    std::vector<std::string> suites;
    std::vector<Broken> broken;

    [[nodiscard]] bool has(std::string_view suite) const;
    // Why this suite is broken; empty where it is not.
    [[nodiscard]] std::string_view why_broken(std::string_view suite) const;
};

[[nodiscard]] CipherProfile const& cipher_profile();
[[nodiscard]] std::span<EmbeddedFile const> cipher_profile_files();

} // namespace postern::checks
