#include "http/registrable_domain.hpp"

#include "http/headers.hpp"
#include "http/local_host.hpp"

#include <libpsl.h>

namespace postern::http {
namespace {

constexpr std::size_t host_max_bytes = 253; // RFC 1035 section 2.3.4, as text

// Nothing for what cannot have a registrable part.
std::optional<std::string> asked_name(std::string_view host)
{
    if (host.ends_with('.'))
        host.remove_suffix(1);
    if (host.empty() || host.size() > host_max_bytes || host.contains('\0'))
        return std::nullopt;
    auto name = lower_case(host);
    if (is_ip_address(name))
        return std::nullopt;
    return name;
}

} // namespace

std::optional<std::string> registrable_domain(std::string_view host)
{
    auto const name = asked_name(host);
    if (!name || is_local(*name))
        return std::nullopt;
    // Null where the name is itself a public suffix. The result points into `name`.
    auto const* found = psl_registrable_domain(psl_builtin(), name->c_str());
    return found ? std::optional<std::string>(found) : std::nullopt;
}

bool is_public_suffix(std::string_view host)
{
    auto const name = asked_name(host);
    return name && psl_is_public_suffix(psl_builtin(), name->c_str()) != 0;
}

} // namespace postern::http
