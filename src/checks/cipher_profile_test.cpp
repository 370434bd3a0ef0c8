#include "checks/cipher_profile.hpp"
#include "tls/cipher_suites.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace postern::checks {
namespace {

TEST(CipherProfile, names_suites_that_exist_and_that_are_not_broken)
{
    auto const& profile = cipher_profile();
    EXPECT_EQ(profile.suites.size(), 12u);
    std::vector<std::string> known;
    for (auto const version : tls::versions)
        for (auto const id : tls::suites_of(version))
            known.push_back(tls::suite_name(id));
    for (auto const& suite : profile.suites) {
        EXPECT_NE(std::ranges::find(known, suite), known.end()) << suite;
        EXPECT_EQ(profile.why_broken(suite), "") << suite;
    }
}

TEST(CipherProfile, tells_broken_suites_from_old_ones)
{
    auto const& profile = cipher_profile();
    for (auto const* broken :
         {"TLS_RSA_WITH_NULL_SHA256", "TLS_RSA_EXPORT_WITH_RC4_40_MD5", "TLS_DH_anon_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_DES_CBC_SHA", "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA"})
        EXPECT_NE(profile.why_broken(broken), "") << broken;
    for (auto const* old : {"TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"}) {
        EXPECT_EQ(profile.why_broken(old), "") << old;
        EXPECT_FALSE(profile.has(old)) << old;
    }
}

} // namespace
} // namespace postern::checks
