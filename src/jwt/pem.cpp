// Key::from_pem. The block's name decides how its bytes are read (RFC 7468): nothing is guessed.

#include "base/assert.hpp"
#include "jwt/key.hpp"
#include "jwt/key_material.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <optional>
#include <string_view>

namespace postern::jwt {
namespace {

// One "-----BEGIN …-----" block as OpenSSL cuts it out. Wiped when it goes: it may be a private key.
struct Block {
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* bytes = nullptr;
    long size = 0;

    Block() = default;
    Block(Block const&) = delete;
    Block& operator=(Block const&) = delete;
    ~Block()
    {
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_clear_free(bytes, static_cast<std::size_t>(size));
    }
};

PkeyPtr public_key_of_certificate(unsigned char const** in, long size)
{
    X509Ptr const certificate(d2i_X509(nullptr, in, size));
    return PkeyPtr(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
}

// Nothing for a block that holds no key ("EC PARAMETERS", "CERTIFICATE REQUEST" …).
std::optional<std::expected<Key, KeyError>> read_block(Block const& block)
{
    std::string_view const name = block.name;
    if (name == PEM_STRING_PKCS8 || std::string_view(block.header).contains("ENCRYPTED"))
        return std::unexpected(KeyError::pem_encrypted);

    unsigned char const* in = block.bytes;
    PkeyPtr pkey;
    auto half = KeyHalf::public_only;
    if (name == PEM_STRING_PUBLIC) {
        pkey.reset(d2i_PUBKEY(nullptr, &in, block.size));
    } else if (name == PEM_STRING_RSA_PUBLIC) {
        pkey.reset(d2i_PublicKey(EVP_PKEY_RSA, nullptr, &in, block.size));
    } else if (name == PEM_STRING_X509) {
        pkey = public_key_of_certificate(&in, block.size);
    } else if (name == PEM_STRING_PKCS8INF || name == PEM_STRING_RSA || name == PEM_STRING_ECPRIVATEKEY) {
        pkey.reset(d2i_AutoPrivateKey(nullptr, &in, block.size));
        half = KeyHalf::with_private;
    } else {
        return std::nullopt;
    }
    ERR_clear_error();
    if (!pkey || in != block.bytes + block.size)
        return std::unexpected(KeyError::pem_not_readable);
    return key_from_pkey(std::move(pkey), half);
}

} // namespace

std::expected<Key, KeyError> Key::from_pem(std::string_view pem)
{
    if (pem.size() > key_text_max_bytes)
        return std::unexpected(KeyError::too_large);
    if (pem.empty()) // for whose pointer, where it is null, OpenSSL would give no BIO
        return std::unexpected(KeyError::pem_not_readable);
    BioPtr const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    POSTERN_ASSERT(bio, "out of memory");
    while (true) {
        Block block;
        if (PEM_read_bio(bio.get(), &block.name, &block.header, &block.bytes, &block.size) != 1)
            break;
        if (auto key = read_block(block))
            return *std::move(key);
    }
    ERR_clear_error();
    return std::unexpected(KeyError::pem_not_readable);
}

} // namespace postern::jwt
