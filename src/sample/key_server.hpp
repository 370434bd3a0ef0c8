#pragma once

#include "http/url.hpp"
#include "net/client.hpp"

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace postern::sample {

enum class KeyFailure {
    key_id_malformed, // nothing was sent
    unknown,          // the server has no such key
    unreachable       // or it answers with something else than a key
};

[[nodiscard]] std::string_view describe(KeyFailure failure);

inline constexpr std::size_t key_id_max_bytes = 128;

// Letters, digits, "-", "_" and "." inside: what may become a segment of a path. The kid is the sender's.
[[nodiscard]] bool is_key_id(std::string_view text);

// Where the public keys come from with which the host signs installs.
class KeyServer {
public:
    virtual ~KeyServer() = default;

    // The PEM text of the key, as the server holds it.
    [[nodiscard]] virtual boost::asio::awaitable<std::expected<std::string, KeyFailure>>
    public_key(std::string key_id) = 0;
};

// GET <base>/<kid> (connect-protocol.md section 5). A rotation brings a new kid, so a key stays what it is
// and up to `keys_max` are kept.
class HttpKeyServer final : public KeyServer {
public:
    static constexpr std::size_t keys_max = 16;
    static constexpr std::chrono::seconds answer_timeout{10};

    // `client` must outlive it.
    HttpKeyServer(net::Client& client, http::Url base) : client_(client), base_(std::move(base)) {}

    [[nodiscard]] boost::asio::awaitable<std::expected<std::string, KeyFailure>>
    public_key(std::string key_id) override;

private:
    net::Client& client_;
    http::Url base_;
    std::map<std::string, std::string, std::less<>> keys_;
};

} // namespace postern::sample
