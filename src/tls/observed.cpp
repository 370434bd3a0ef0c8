#include "tls/observed.hpp"

#include <array>
#include <utility>

namespace postern::tls {
namespace {

constexpr std::array<std::pair<Reply, std::string_view>, 6> replies{{
    {Reply::accepted, "accepted"},
    {Reply::refused, "refused"},
    {Reply::closed, "closed"},
    {Reply::not_tls, "not_tls"},
    {Reply::silent, "silent"},
    {Reply::unreachable, "unreachable"},
}};

} // namespace

std::string_view name(Reply reply)
{
    for (auto const& [known, text] : replies)
        if (known == reply)
            return text;
    return "";
}

std::optional<Reply> reply_from(std::string_view text)
{
    for (auto const& [reply, known] : replies)
        if (known == text)
            return reply;
    return std::nullopt;
}

} // namespace postern::tls
