#pragma once

// The options of `postern scan` but for those of its report.

#include "evidence/exposed_paths.hpp"
#include "net/client.hpp"
#include "net/tls_observer.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace postern::cli {

inline constexpr int concurrency_max = 64;
inline constexpr double rate_max = 10'000;          // requests a second
inline constexpr double timeout_max_seconds = 3600; // of one request
inline constexpr double deadline_max_seconds = 86'400;

struct ScanOptions {
    enum class Mode { scan, plan_only };

    std::string descriptor;   // URL, file, or "-": standard input
    std::string base_url;     // empty: the descriptor's own
    std::string targets_file; // a list of several descriptors (targets.hpp) in the place of these; else empty
    Mode mode = Mode::scan;
    std::string user_token_file; // empty: none is given
    std::string evidence_file;   // empty: not saved
    evidence::ExposedPaths::Wish exposed_paths = evidence::ExposedPaths::Wish::asked;
    int concurrency = 8;
    std::optional<double> rate;
    double timeout_seconds = 30;
    double deadline_seconds = 900;
    std::string proxy;
    std::string dns_server; // empty: the system's
    std::string ca_file;
    net::CertificateCheck certificate_check = net::CertificateCheck::required;
};

// `options` must outlive the parsing.
void add_scan_options(CLI::App& command, ScanOptions& options);

// Throws UsageError where an option's value cannot work, before anything is sent.
void check_scan_options(ScanOptions const& options);

// What the options say to the client; bodies are kept up to `body_max_bytes`.
[[nodiscard]] net::ClientOptions client_options(ScanOptions const& options, std::size_t body_max_bytes);

// The same for handshakes. --insecure changes nothing here: what is observed is judged all the same.
[[nodiscard]] net::TlsObserverOptions observer_options(ScanOptions const& options);

// Whether `descriptor` is an address rather than a file.
[[nodiscard]] bool is_address(std::string const& descriptor);

} // namespace postern::cli
