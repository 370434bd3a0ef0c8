#include "net/trust_store.hpp"

#include "base/assert.hpp"
#include "http/local_host.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>

namespace postern::net {
namespace {

using ContextPtr = std::unique_ptr<X509_STORE_CTX, FreeWith<X509_STORE_CTX_free>>;
using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free>>;

std::string subject_of(X509* certificate)
{
    BioPtr const out(BIO_new(BIO_s_mem()));
    if (!out || !certificate)
        return "";
    X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
    char* data = nullptr;
    auto const size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

bool is_about_dates(int error)
{
    return error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
}

// Notes the defect and has OpenSSL go on, so that an old date does not hide an unknown issuer.
int note(int ok, X509_STORE_CTX* context)
{
    if (ok == 1)
        return 1;
    auto& trust = *static_cast<tls::Trust*>(X509_STORE_CTX_get_app_data(context));
    auto const error = X509_STORE_CTX_get_error(context);
    if (is_about_dates(error)) {
        auto subject = subject_of(X509_STORE_CTX_get_current_cert(context));
        if (std::ranges::find(trust.outdated, subject) == trust.outdated.end())
            trust.outdated.push_back(std::move(subject));
    } else if (trust.untrusted.empty()) {
        trust.untrusted = X509_verify_cert_error_string(error);
    }
    return 1;
}

} // namespace

std::expected<TrustStore, std::string> TrustStore::load(std::string const& ca_file)
{
    StorePtr store(X509_STORE_new());
    POSTERN_ASSERT(store, "OpenSSL makes a store");
    auto const loaded = ca_file.empty() ? X509_STORE_set_default_paths(store.get())
                                        : X509_STORE_load_file(store.get(), ca_file.c_str());
    ERR_clear_error();
    if (loaded != 1)
        return std::unexpected(ca_file.empty()
                                   ? std::string("the system's trusted certificates cannot be read")
                                   : fmt::format("the certificates in {} cannot be read", ca_file));
    // As libcurl does: an intermediate authority in the store is trusted as it is.
    X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN);
    return TrustStore(std::move(store));
}

tls::Trust TrustStore::verify(X509* leaf, STACK_OF(X509) * chain, TimePoint now) const
{
    tls::Trust trust;
    ContextPtr const context(X509_STORE_CTX_new());
    if (!context || X509_STORE_CTX_init(context.get(), store_.get(), leaf, chain) != 1)
        return {.untrusted = "the chain cannot be verified"};
    X509_STORE_CTX_set_default(context.get(), "ssl_server");
    auto* const parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(parameters,
                               std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    X509_STORE_CTX_set_app_data(context.get(), &trust);
    X509_STORE_CTX_set_verify_cb(context.get(), &note);
    if (X509_verify_cert(context.get()) != 1 && trust.untrusted.empty() && trust.outdated.empty())
        trust.untrusted = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
    ERR_clear_error();
    return trust;
}

tls::NameMatch match_name(X509* leaf, std::string const& host)
{
    auto const matches = http::is_ip_address(host)
                             ? X509_check_ip_asc(leaf, host.c_str(), 0)
                             : X509_check_host(leaf, host.data(), host.size(), 0, nullptr);
    ERR_clear_error();
    return matches == 1 ? tls::NameMatch::matches : tls::NameMatch::differs;
}

} // namespace postern::net
