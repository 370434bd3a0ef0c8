#pragma once

// Texts for a vulnerability ticket: which endpoint, and what was measured. Only that is claimed; what a
// person has to confirm before sending stands in brackets.

#include "checks/endpoint_answers.hpp"

#include <cstddef>
#include <string>

namespace postern::checks {

enum class PublicKind {
    shell,           // the same page for everyone
    cacheable_shell, // the same, and the descriptor says that the host sends no token there
    declared_public, // the same, and the descriptor says that the app uses no tokens at all
    asset,           // a static file by its type
    uniform_message  // the same bytes at several endpoints
};

struct Measured {
    PublicKind kind = PublicKind::shell;
    std::size_t same_forged = 0;    // requests with forged tokens that got the same
    std::size_t forged = 0;         // requests with forged tokens that were answered
    std::size_t same_endpoints = 0; // other addresses that answer the same bytes
};

[[nodiscard]] std::string explanation(EndpointAnswers const& answers, Measured const& measured,
                                      evidence::Evidence const& evidence);

} // namespace postern::checks
