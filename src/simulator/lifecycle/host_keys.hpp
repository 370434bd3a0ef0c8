#pragma once

// The keys with which the host signs installs. Source: connect-protocol.md section 5.

#include "base/random.hpp"
#include "jwt/key.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace postern::simulator {

inline constexpr std::string_view keys_path = "/keys/"; // of each site; what follows is a key's id

class HostKeys {
public:
    static constexpr std::size_t kept_max = 8; // apps may still look up a key that was just replaced

    explicit HostKeys(Random& random) : random_(random) { rotate(); }

    struct Signer {
        jwt::Key key;
        std::string key_id;
        bool handed_out = false; // an app has asked the key server for it
    };
    [[nodiscard]] Signer const& current() const { return keys_.front(); }

    // A new key with a new id signs from now on. The earlier ones stay known. Takes about 0.03 s.
    void rotate();

    // The public half as PEM; nothing for an id that is not known.
    [[nodiscard]] std::optional<std::string> public_pem(std::string_view key_id) const;

    // The same, for whoever asks the key server, which is remembered.
    [[nodiscard]] std::optional<std::string> hand_out(std::string_view key_id);
    // False for an id that is not known.
    [[nodiscard]] bool was_handed_out(std::string_view key_id) const;

private:
    Random& random_;
    std::deque<Signer> keys_; // the newest first
};

} // namespace postern::simulator
