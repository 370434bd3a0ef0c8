#pragma once

#include "evidence/evidence.hpp"
#include "probes/probe.hpp"

#include <string>
#include <vector>

namespace postern::probes {

// A token that no app may accept, and what is wrong with it.
struct ForgedToken {
    evidence::Credential credential;
    std::string detail; // which spelling of "none"; empty else
    std::string token;  // compact
};

// Every forged token for `request`, in the order of evidence::Credential. But for the fault that its name
// says a token is as the host would make it for this request: its claims are those of `context`, whose tenant
// is made up. `request` is without a token.
[[nodiscard]] std::vector<ForgedToken> forged_tokens(PlanInput const& input, http::Request const& request,
                                                     platform::HostContext const& context, Random& random);

} // namespace postern::probes
