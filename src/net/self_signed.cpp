#include "base/assert.hpp"
#include "base/free_with.hpp"
#include "net/server.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace postern::net {
namespace {

using PkeyPtr = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, FreeWith<X509_free>>;
using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using BignumPtr = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;
using ConstraintsPtr = std::unique_ptr<BASIC_CONSTRAINTS, FreeWith<BASIC_CONSTRAINTS_free>>;
using UsagePtr = std::unique_ptr<EXTENDED_KEY_USAGE, FreeWith<EXTENDED_KEY_USAGE_free>>;
using OctetsPtr = std::unique_ptr<ASN1_OCTET_STRING, FreeWith<ASN1_OCTET_STRING_free>>;

constexpr int common_name_max_bytes = 64; // ub-common-name, RFC 5280 appendix A
constexpr int serial_bits = 127;          // positive and under 20 octets: RFC 5280 section 4.1.2.2

// OpenSSL fails here only when there is no memory or no randomness left.
void must(bool done) { POSTERN_ASSERT(done, "OpenSSL cannot make a certificate"); }

void add_name(GENERAL_NAMES& names, std::string const& name)
{
    auto* const general = GENERAL_NAME_new();
    must(general != nullptr);
    if (auto octets = OctetsPtr(a2i_IPADDRESS(name.c_str()))) {
        GENERAL_NAME_set0_value(general, GEN_IPADD, octets.release());
    } else {
        auto* const dns = ASN1_IA5STRING_new();
        must(dns != nullptr && ASN1_STRING_set(dns, name.data(), static_cast<int>(name.size())) == 1);
        GENERAL_NAME_set0_value(general, GEN_DNS, dns);
    }
    must(sk_GENERAL_NAME_push(&names, general) > 0);
}

void add_extensions(X509* certificate, std::string const& host)
{
    NamesPtr names(GENERAL_NAMES_new());
    ConstraintsPtr constraints(BASIC_CONSTRAINTS_new());
    UsagePtr usage(EXTENDED_KEY_USAGE_new());
    must(names && constraints && usage);
    for (auto const& name : {host, std::string("127.0.0.1"), std::string("::1")})
        add_name(*names, name);
    must(sk_ASN1_OBJECT_push(usage.get(), OBJ_nid2obj(NID_server_auth)) > 0);
    must(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1);
    must(X509_add1_ext_i2d(certificate, NID_basic_constraints, constraints.get(), 1, X509V3_ADD_DEFAULT) ==
         1);
    must(X509_add1_ext_i2d(certificate, NID_ext_key_usage, usage.get(), 0, X509V3_ADD_DEFAULT) == 1);
}

std::string text_of(BIO* bio)
{
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

} // namespace

TlsIdentity make_self_signed(std::string const& host, int days)
{
    PkeyPtr key(EVP_EC_gen("P-256"));
    X509Ptr certificate(X509_new());
    BignumPtr serial(BN_new());
    must(key && certificate && serial);
    must(BN_rand(serial.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1);
    must(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get())) != nullptr);
    must(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
    must(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60 * 60) != nullptr);
    must(X509_time_adj_ex(X509_getm_notAfter(certificate.get()), days, 0, nullptr) != nullptr);
    must(X509_set_pubkey(certificate.get(), key.get()) == 1);

    auto* const name = X509_get_subject_name(certificate.get());
    auto const common_name = host.size() <= common_name_max_bytes ? host : std::string("localhost");
    must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                    reinterpret_cast<unsigned char const*>(common_name.c_str()), -1, -1,
                                    0) == 1);
    must(X509_set_issuer_name(certificate.get(), name) == 1);
    add_extensions(certificate.get(), host);
    must(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);

    BioPtr certificate_text(BIO_new(BIO_s_mem()));
    BioPtr key_text(BIO_new(BIO_s_mem()));
    must(certificate_text && key_text);
    must(PEM_write_bio_X509(certificate_text.get(), certificate.get()) == 1);
    must(PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return {.certificate_pem = text_of(certificate_text.get()), .private_key_pem = text_of(key_text.get())};
}

} // namespace postern::net
