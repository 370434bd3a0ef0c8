#include "support/source_dir.hpp"
#include "tls/certificate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace postern::tls {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// Made by `openssl req -x509`; the fuzz target begins with the same ones.
std::string example(char const* name)
{
    std::ifstream file(support::source_dir() / "tests/fuzz/corpus/certificate" / name, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

TEST(Certificate, is_read_whole)
{
    auto const certificate = read_certificate(example("staple.der"));
    ASSERT_TRUE(certificate);
    EXPECT_EQ(certificate->subject, "CN=app.example,O=Example\\, Inc.");
    EXPECT_EQ(certificate->issuer, certificate->subject);
    EXPECT_TRUE(certificate->self_signed);
    EXPECT_THAT(certificate->names, ElementsAre("app.example", "*.app.example", "192.0.2.1", "2001:db8::1"));
    EXPECT_EQ(certificate->not_before,
              std::chrono::sys_days(std::chrono::year(2026) / 11 / 25) + 1h + 43min + 13s);
    EXPECT_EQ(certificate->not_after,
              std::chrono::sys_days(std::chrono::year(2126) / 11 / 1) + 1h + 43min + 13s);
    EXPECT_EQ(certificate->signature, "ecdsa-with-SHA256");
    EXPECT_EQ(certificate->key, "EC");
    EXPECT_EQ(certificate->key_bits, 256);
    EXPECT_TRUE(certificate->must_staple);
    EXPECT_EQ(certificate->sha256, "b684a96589a9704088eb5df443f16668a7e516ba1217e824f3a99510c805faf8");
}

TEST(Certificate, says_what_is_weak_in_it)
{
    auto const weak = read_certificate(example("weak.der"));
    ASSERT_TRUE(weak);
    EXPECT_EQ(weak->signature, "sha1WithRSAEncryption");
    EXPECT_EQ(weak->key, "RSA");
    EXPECT_EQ(weak->key_bits, 1024);
    EXPECT_FALSE(weak->must_staple);
    EXPECT_THAT(weak->names, testing::IsEmpty());
    EXPECT_EQ(read_certificate(example("ed25519.der"))->key, "ED25519");
}

TEST(Certificate, that_is_cut_off_or_too_large_is_none)
{
    auto const whole = example("staple.der");
    ASSERT_FALSE(whole.empty());
    for (std::size_t size = 0; size < whole.size(); size += 7)
        EXPECT_FALSE(read_certificate(std::string_view(whole).substr(0, size))) << size;
    EXPECT_FALSE(read_certificate(whole + std::string(certificate_max_bytes, '\0')));
}

} // namespace
} // namespace postern::tls
