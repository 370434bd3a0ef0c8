#include "cli/version.hpp"

#include "evidence/json.hpp"
#include "report/catalogue.hpp"
#include "report/model.hpp"

#include <boost/version.hpp>
#include <curl/curl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>

namespace postern::cli {
namespace {

std::string_view build_kind()
{
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
    return "with the address sanitizer";
#elif __has_feature(thread_sanitizer)
    return "with the thread sanitizer";
#elif defined(__OPTIMIZE__) && defined(_FORTIFY_SOURCE)
    return "for release";
#else
    return "for development";
#endif
}

} // namespace

std::string version_text()
{
    return fmt::format("postern {}\n"
                       "built {} by clang {} with Boost {}.{}.{}\n"
                       "runs with {}, libcurl {}\n"
                       "writes reports {}, evidence {}; newest catalogue {}",
                       POSTERN_VERSION, build_kind(), __clang_version__, BOOST_VERSION / 100'000,
                       BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100, OpenSSL_version(OPENSSL_VERSION),
                       curl_version_info(CURLVERSION_NOW)->version, report::schema_version,
                       evidence::evidence_format, report::newest_catalogue().version);
}

} // namespace postern::cli
