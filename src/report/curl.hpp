#pragma once

// The shell command that repeats a request of a report (http/curl.hpp).

#include "evidence/evidence.hpp"
#include "http/curl.hpp"

#include <string>
#include <vector>

namespace postern::report {

[[nodiscard]] std::vector<std::string> curl_words(http::Request const& request,
                                                  evidence::Target const& target);
[[nodiscard]] std::string curl_line(http::Request const& request, evidence::Target const& target);

} // namespace postern::report
