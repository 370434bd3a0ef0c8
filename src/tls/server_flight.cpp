#include "tls/server_flight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::tls {
namespace {

constexpr std::uint8_t alert_record = 21;
constexpr std::uint8_t handshake_record = 22;
constexpr std::size_t record_header_bytes = 5;
constexpr std::size_t record_max_bytes = 16 * 1024 + 2048; // TLSCiphertext.length: RFC 5246 section 6.2.3

// Takes values from the front; once something is missing, nothing more is there.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    unsigned number(std::size_t bytes)
    {
        unsigned value = 0;
        for (auto const c : take(bytes))
            value = value << 8 | static_cast<unsigned char>(c);
        return value;
    }
    std::string_view take(std::size_t bytes)
    {
        if (bytes > bytes_.size()) {
            complete_ = false;
            bytes_ = {};
            return {};
        }
        auto const taken = bytes_.substr(0, bytes);
        bytes_.remove_prefix(bytes);
        return taken;
    }
    [[nodiscard]] bool complete() const { return complete_; }
    [[nodiscard]] bool empty() const { return bytes_.empty(); }

private:
    std::string_view bytes_;
    bool complete_ = true;
};

// RFC 8446 section 4.2.1: there the version of TLS 1.3 stands in an extension.
constexpr std::uint16_t supported_versions = 43;

ServerFlight read_hello(std::string_view body)
{
    Reader reader(body);
    ServerHello hello;
    hello.version = static_cast<std::uint16_t>(reader.number(2));
    reader.take(32); // random
    reader.take(reader.number(1));
    hello.suite = static_cast<std::uint16_t>(reader.number(2));
    reader.number(1); // compression
    if (!reader.complete())
        return NotTls{"its ServerHello is too short"};
    if (reader.empty())
        return hello;
    Reader extensions(reader.take(reader.number(2)));
    while (reader.complete() && extensions.complete() && !extensions.empty()) {
        auto const type = extensions.number(2);
        Reader content(extensions.take(extensions.number(2)));
        if (type == supported_versions)
            hello.version = static_cast<std::uint16_t>(content.number(2));
        if (!content.complete())
            return NotTls{"an extension of its ServerHello is too short"};
    }
    if (!reader.complete() || !extensions.complete())
        return NotTls{"the extensions of its ServerHello are cut off"};
    return hello;
}

// The handshake messages, put together from the records that came so far; nothing while one is missing.
std::optional<ServerFlight> read_handshake(std::string_view messages)
{
    if (messages.empty())
        return std::nullopt;
    constexpr char server_hello = 2;
    if (messages.front() != server_hello)
        return NotTls{fmt::format("its first handshake message has type {}",
                                  static_cast<unsigned char>(messages.front()))};
    if (messages.size() < 4)
        return std::nullopt;
    Reader reader(messages.substr(1));
    std::size_t const length = reader.number(3);
    if (length > server_flight_max_bytes)
        return NotTls{"its ServerHello has no end"};
    auto const body = reader.take(length);
    if (!reader.complete())
        return std::nullopt;
    return read_hello(body);
}

NotTls not_tls(std::string_view received)
{
    if (received.starts_with("HTTP/"))
        return NotTls{"it speaks plain HTTP there"};
    if (received.starts_with("SSH-"))
        return NotTls{"it speaks SSH there"};
    return NotTls{"what it says is no TLS record"};
}

bool is_record(std::string_view header)
{
    auto const type = static_cast<unsigned char>(header[0]);
    return (type == alert_record || type == handshake_record) && (header.size() < 2 || header[1] == 3);
}

} // namespace

std::string in_words(Alert const& alert)
{
    struct Known {
        std::uint8_t description;
        std::string_view words;
    };
    constexpr auto known = std::to_array<Known>({
        // RFC 8446 section 6
        {0, "close notify"},
        {10, "unexpected message"},
        {40, "handshake failure"},
        {47, "illegal parameter"},
        {50, "decode error"},
        {70, "protocol version"},
        {71, "insufficient security"},
        {80, "internal error"},
        {86, "inappropriate fallback"},
        {109, "missing extension"},
        {112, "unrecognized name"},
        {116, "certificate required"},
    });
    auto const found = std::ranges::find(known, alert.description, &Known::description);
    return found == known.end() ? fmt::format("alert {}", alert.description)
                                : fmt::format("{} (alert {})", found->words, alert.description);
}

ServerFlight read_server_flight(std::string_view received)
{
    std::string messages;
    auto rest = received;
    while (!rest.empty()) {
        if (!is_record(rest))
            return not_tls(rest);
        if (rest.size() < record_header_bytes)
            break;
        Reader header(rest.substr(1));
        header.number(2); // a version that says nothing: RFC 8446 section 5.1
        std::size_t const length = header.number(2);
        if (length == 0 || length > record_max_bytes)
            return NotTls{"a TLS record of it has an impossible length"};
        auto const content = rest.substr(record_header_bytes, length);
        if (rest.front() == static_cast<char>(alert_record)) {
            if (content.size() < 2)
                break;
            Alert const alert{static_cast<std::uint8_t>(content[0]), static_cast<std::uint8_t>(content[1])};
            constexpr std::uint8_t warning = 1;
            if (alert.level != warning || alert.description == 0)
                return alert;
        } else {
            messages += content;
            if (auto flight = read_handshake(messages))
                return *std::move(flight);
        }
        rest.remove_prefix(std::min(rest.size(), record_header_bytes + length));
    }
    if (received.size() >= server_flight_max_bytes)
        return NotTls{"its first flight has no ServerHello"};
    return MoreNeeded{};
}

} // namespace postern::tls
