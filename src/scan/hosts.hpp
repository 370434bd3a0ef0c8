#pragma once

#include "evidence/host.hpp"
#include "http/local_host.hpp"
#include "platform/platform.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace postern::scan {

// Hosts beyond these are listed as skipped; real descriptors name fewer than ten.
inline constexpr std::size_t hosts_max = 32;

// Every host and port that the scan has to do with, each once: where the app runs, where its descriptor was
// fetched (`descriptor` is a URL, a file or "-"), and those that the descriptor names. Nothing is sent to the
// latter where the app runs on this machine or in a private network: a developer's scan must not reach out.
[[nodiscard]] std::vector<evidence::Host> hosts_of(platform::App const& app, std::string const& descriptor);

using http::is_local;

} // namespace postern::scan
