#include "tls/cipher_suites.hpp"

#include "tls/cipher_suite_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::tls {
namespace {

bool is_of_tls1_3(CipherSuite const& suite) { return suite.id >> 8 == 0x13; }

// Authenticated encryption and the SHA-2 suites came with TLS 1.2: RFC 5246 section 1.2, RFC 5288 section 4.
bool needs_tls1_2(std::string_view name)
{
    constexpr auto marks = std::to_array<std::string_view>({"_GCM_", "_CCM", "_SHA256", "_SHA384"});
    return std::ranges::any_of(marks, [&](std::string_view mark) { return name.contains(mark); });
}

} // namespace

std::string suite_name(std::uint16_t id)
{
    auto const known = std::ranges::find(cipher_suite_table, id, &CipherSuite::id);
    return known == cipher_suite_table.end() ? fmt::format("unknown suite 0x{:04x}", id)
                                             : std::string(known->name);
}

std::vector<std::uint16_t> suites_of(Version version)
{
    std::vector<std::uint16_t> ids;
    for (auto const& suite : cipher_suite_table) {
        if (is_of_tls1_3(suite) != (version == Version::tls1_3))
            continue;
        if (version >= Version::tls1_2 || !needs_tls1_2(suite.name))
            ids.push_back(suite.id);
    }
    return ids;
}

} // namespace postern::tls
