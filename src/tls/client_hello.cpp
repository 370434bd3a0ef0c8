#include "tls/client_hello.hpp"

#include "base/assert.hpp"

#include <string_view>

namespace postern::tls {
namespace {

enum Extension : std::uint16_t { // IANA, "TLS ExtensionType Values"
    server_name = 0,
    supported_groups = 10,
    ec_point_formats = 11,
    signature_algorithms = 13,
    padding = 21,
    extended_master_secret = 23,
    supported_versions = 43,
    psk_key_exchange_modes = 45,
    key_share = 51
};

constexpr std::uint16_t x25519 = 0x001d;
constexpr auto groups =
    std::to_array<std::uint16_t>({x25519, 0x0017, 0x0018, 0x0019, 0x001e, // P-256, P-384, P-521, X448
                                  0x0100, 0x0101, 0x0102});               // ffdhe2048 to ffdhe4096
constexpr auto signatures = std::to_array<std::uint16_t>({
    0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0807, 0x0808, // RFC 8446
    0x0401, 0x0501, 0x0601, 0x0301, 0x0303, 0x0203, 0x0201, 0x0202, 0x0402, 0x0502, 0x0602, // section 4.2.3
});

// RFC 5746 section 3.3: some servers refuse who does not say that renegotiation is safe.
constexpr std::uint16_t renegotiation_is_safe = 0x00ff;

class Bytes {
public:
    void u8(unsigned value) { text_.push_back(static_cast<char>(value)); }
    void u16(unsigned value)
    {
        u8(value >> 8);
        u8(value & 0xff);
    }
    void raw(std::string_view bytes) { text_ += bytes; }
    void raw(std::span<std::uint8_t const> bytes)
    {
        for (auto const byte : bytes)
            u8(byte);
    }
    void vector8(std::string_view bytes)
    {
        u8(static_cast<unsigned>(bytes.size()));
        raw(bytes);
    }
    void vector16(std::string_view bytes)
    {
        u16(static_cast<unsigned>(bytes.size()));
        raw(bytes);
    }
    [[nodiscard]] std::string const& text() const { return text_; }

private:
    std::string text_;
};

std::string list16(std::span<std::uint16_t const> values)
{
    Bytes list;
    for (auto const value : values)
        list.u16(value);
    return list.text();
}

void add(Bytes& extensions, Extension type, std::string_view content)
{
    extensions.u16(type);
    extensions.vector16(content);
}

std::string name_list(std::string_view name)
{
    Bytes entry;
    entry.u8(0); // host_name
    entry.vector16(name);
    Bytes list;
    list.vector16(entry.text());
    return list.text();
}

std::string with_length16(std::string_view content)
{
    Bytes bytes;
    bytes.vector16(content);
    return bytes.text();
}

std::string with_length8(std::string_view content)
{
    Bytes bytes;
    bytes.vector8(content);
    return bytes.text();
}

std::string extensions_of(ClientHello const& hello)
{
    Bytes extensions;
    if (!hello.server_name.empty())
        add(extensions, server_name, name_list(hello.server_name));
    add(extensions, supported_groups, with_length16(list16(groups)));
    add(extensions, ec_point_formats, with_length8(std::string_view("\0", 1))); // uncompressed
    if (hello.version >= Version::tls1_2)
        add(extensions, signature_algorithms, with_length16(list16(signatures)));
    if (hello.version == Version::tls1_3) {
        Bytes wanted;
        wanted.u16(wire(hello.version));
        add(extensions, supported_versions, with_length8(wanted.text()));
        add(extensions, psk_key_exchange_modes, with_length8("\x01")); // psk_dhe_ke
        Bytes share;
        share.u16(x25519);
        share.u16(32);
        share.raw(std::span(hello.random).last(32)); // every 32 bytes are a public key: RFC 7748 section 5
        add(extensions, key_share, with_length16(share.text()));
    } else {
        add(extensions, extended_master_secret, "");
    }
    return extensions.text();
}

// RFC 7685: some servers hang on a handshake message of 256 to 511 bytes.
void pad(std::string& extensions, std::size_t hello_bytes)
{
    constexpr std::size_t header_bytes = 4;
    if (hello_bytes < 256 || hello_bytes >= 512)
        return;
    auto const missing = 512 - hello_bytes;
    Bytes bytes;
    add(bytes, padding, std::string(missing > header_bytes ? missing - header_bytes : 0, '\0'));
    extensions += bytes.text();
}

std::string body_of(ClientHello const& hello)
{
    auto const random = std::span(hello.random);
    Bytes body;
    body.u16(wire(std::min(hello.version, Version::tls1_2)));
    body.raw(random.first(32));
    // RFC 8446 section D.4: middleboxes know a session id.
    if (hello.version == Version::tls1_3) {
        body.u8(32);
        body.raw(random.subspan(32, 32));
    } else {
        body.u8(0);
    }
    auto suites = list16(hello.suites);
    if (hello.version != Version::tls1_3)
        suites += list16(std::span(&renegotiation_is_safe, 1));
    body.vector16(suites);
    body.vector8(std::string_view("\0", 1)); // no compression
    if (hello.version == Version::ssl3)      // it has no extensions: RFC 6101
        return body.text();
    auto extensions = extensions_of(hello);
    constexpr std::size_t headers_bytes = 4 + 2; // of the handshake message, of the extensions
    pad(extensions, headers_bytes + body.text().size() + extensions.size());
    body.vector16(extensions);
    return body.text();
}

} // namespace

std::string encode(ClientHello const& hello)
{
    POSTERN_ASSERT(!hello.suites.empty() && hello.suites.size() <= suites_per_hello_max,
                   "a ClientHello offers one to suites_per_hello_max suites");
    auto const body = body_of(hello);
    Bytes record;
    record.u8(22); // handshake
    record.u16(wire(std::min(hello.version, Version::tls1_0)));
    record.u16(static_cast<unsigned>(body.size() + 4));
    record.u8(1); // client_hello
    record.u8(0);
    record.vector16(body);
    return record.text();
}

} // namespace postern::tls
