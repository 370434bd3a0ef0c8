#include "tls/certificate.hpp"

#include "base/free_with.hpp"
#include "base/sha256.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <memory>

namespace postern::tls {
namespace {

using X509Ptr = std::unique_ptr<X509, FreeWith<X509_free>>;
using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;
using FeaturePtr = std::unique_ptr<TLS_FEATURE, FreeWith<TLS_FEATURE_free>>;

constexpr std::size_t name_max_bytes = 1024;

std::string text_of(X509_NAME const* name)
{
    BioPtr const out(BIO_new(BIO_s_mem()));
    // Not the characters beyond ASCII: XN_FLAG_RFC2253 has them as \XX.
    if (!out || !name || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253) < 0)
        return "";
    char* data = nullptr;
    auto const size = BIO_get_mem_data(out.get(), &data);
    return {data, std::min(static_cast<std::size_t>(size), name_max_bytes)};
}

std::string text_of(ASN1_STRING const* text)
{
    auto const size = static_cast<std::size_t>(ASN1_STRING_length(text));
    return {reinterpret_cast<char const*>(ASN1_STRING_get0_data(text)), std::min(size, name_max_bytes)};
}

std::string address_text(ASN1_STRING const* octets)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    auto const size = ASN1_STRING_length(octets);
    if (size != 4 && size != 16)
        return "";
    auto const* done =
        ::inet_ntop(size == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(octets), text.data(), text.size());
    return done ? done : "";
}

void read_names(X509 const* x509, Certificate& certificate)
{
    NamesPtr const names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) { // -1 for a null pointer
        auto const* name = sk_GENERAL_NAME_value(names.get(), i);
        std::string text;
        if (name->type == GEN_DNS)
            text = text_of(name->d.dNSName);
        else if (name->type == GEN_IPADD)
            text = address_text(name->d.iPAddress);
        if (text.empty())
            continue;
        if (certificate.names.size() < certificate_names_max)
            certificate.names.push_back(std::move(text));
        else
            ++certificate.names_left_out;
    }
}

// RFC 7633: a list of TLS extensions that the server promises; status_request is 5, status_request_v2 17.
bool must_staple(X509 const* x509)
{
    FeaturePtr const features(
        static_cast<TLS_FEATURE*>(X509_get_ext_d2i(x509, NID_tlsfeature, nullptr, nullptr)));
    for (int i = 0; i < sk_ASN1_INTEGER_num(features.get()); ++i) {
        auto const feature = ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features.get(), i));
        if (feature == 5 || feature == 17)
            return true;
    }
    return false;
}

std::optional<TimePoint> time_of(ASN1_TIME const* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return std::nullopt;
    using namespace std::chrono;
    auto const day = year(parts.tm_year + 1900) / (parts.tm_mon + 1) / parts.tm_mday;
    if (!day.ok())
        return std::nullopt;
    return sys_days(day) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}

std::string signature_of(X509 const* x509)
{
    std::array<char, 128> text{};
    X509_ALGOR const* algorithm = nullptr;
    X509_get0_signature(nullptr, &algorithm, x509);
    ASN1_OBJECT const* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 0);
    return text.data();
}

void read_key(X509 const* x509, Certificate& certificate)
{
    auto* const key = X509_get0_pubkey(x509);
    if (!key)
        return;
    auto const* type = EVP_PKEY_get0_type_name(key);
    certificate.key = type ? type : OBJ_nid2sn(EVP_PKEY_get_base_id(key));
    certificate.key_bits = std::max(EVP_PKEY_get_bits(key), 0);
}

} // namespace

std::optional<Certificate> read_certificate(std::string_view der)
{
    if (der.size() > certificate_max_bytes)
        return std::nullopt;
    auto const* at = reinterpret_cast<unsigned char const*>(der.data());
    X509Ptr const x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!x509)
        return std::nullopt;
    auto const not_before = time_of(X509_get0_notBefore(x509.get()));
    auto const not_after = time_of(X509_get0_notAfter(x509.get()));
    if (!not_before || !not_after)
        return std::nullopt;
    Certificate certificate{.subject = text_of(X509_get_subject_name(x509.get())),
                            .issuer = text_of(X509_get_issuer_name(x509.get())),
                            .not_before = *not_before,
                            .not_after = *not_after,
                            .signature = signature_of(x509.get()),
                            .must_staple = must_staple(x509.get()),
                            .self_signed = X509_NAME_cmp(X509_get_subject_name(x509.get()),
                                                         X509_get_issuer_name(x509.get())) == 0,
                            .sha256 = sha256_hex(der)};
    read_names(x509.get(), certificate);
    read_key(x509.get(), certificate);
    ERR_clear_error();
    return certificate;
}

} // namespace postern::tls
