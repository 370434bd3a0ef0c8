#include "simulator/lifecycle/host_keys.hpp"

#include <algorithm>

namespace postern::simulator {
namespace {

constexpr std::size_t key_id_bytes = 16;

}

void HostKeys::rotate()
{
    keys_.push_front(
        {jwt::Key::generate(jwt::Algorithm::rs256), "postern-simulator-" + random_.hex(key_id_bytes)});
    if (keys_.size() > kept_max)
        keys_.pop_back();
}

std::optional<std::string> HostKeys::public_pem(std::string_view key_id) const
{
    auto const found = std::ranges::find(keys_, key_id, &Signer::key_id);
    return found == keys_.end() ? std::nullopt : found->key.public_pem();
}

std::optional<std::string> HostKeys::hand_out(std::string_view key_id)
{
    auto const found = std::ranges::find(keys_, key_id, &Signer::key_id);
    if (found == keys_.end())
        return std::nullopt;
    found->handed_out = true;
    return found->key.public_pem();
}

bool HostKeys::was_handed_out(std::string_view key_id) const
{
    auto const found = std::ranges::find(keys_, key_id, &Signer::key_id);
    return found != keys_.end() && found->handed_out;
}

} // namespace postern::simulator
