#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace postern::policy {

// Why a finding is accepted. The list is fixed, so that whoever reads many waivers can count them.
enum class Reason {
    public_static_content, // the same for everyone, and meant to be public
    cacheable_module,      // the host sends no token there by the platform's own design
    third_party,           // somebody else's server or file
    accepted_risk,         // true, and not going to be fixed
    not_reachable,         // true of the code, and nobody can get there
    false_positive         // the check is wrong
};

[[nodiscard]] std::span<Reason const> all_reasons();
[[nodiscard]] std::string_view name(Reason reason); // "public-static-content"
[[nodiscard]] std::optional<Reason> reason_from(std::string_view name);

// Why that is no vulnerability (or is one that stays), as a sentence for a ticket.
[[nodiscard]] std::string_view sentence(Reason reason);

// "public-static-content, cacheable-module, …" for messages.
[[nodiscard]] std::string reason_list();

} // namespace postern::policy
