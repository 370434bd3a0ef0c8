// A certificate of any bytes: what is read stays within its limits.
#include "base/assert.hpp"
#include "tls/certificate.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace postern::tls;
    auto const certificate = read_certificate({reinterpret_cast<char const*>(data), size});
    if (!certificate)
        return 0;
    POSTERN_ASSERT(size <= certificate_max_bytes, "a certificate has a limit");
    POSTERN_ASSERT(certificate->names.size() <= certificate_names_max, "its names have a limit");
    POSTERN_ASSERT(certificate->sha256.size() == 64 && certificate->key_bits >= 0, "its digest is whole");
    return 0;
}
