#include "sample/sessions.hpp"

#include <algorithm>

namespace postern::sample {

Session* Sessions::find(std::string_view id, std::string_view client_key, std::string_view account,
                        TimePoint now)
{
    auto const found = sessions_.find(id);
    if (found == sessions_.end())
        return nullptr;
    auto& session = found->second;
    if (now >= session.expires_at || session.client_key != client_key || session.account != account)
        return nullptr;
    return &session;
}

std::pair<std::string, Session*> Sessions::begin(std::string_view client_key, std::string_view account,
                                                 TimePoint now)
{
    if (sessions_.size() >= sessions_max_)
        sessions_.erase(std::ranges::min_element(sessions_, {},
                                                 [](auto const& entry) { return entry.second.expires_at; }));
    auto id = fresh_id();
    auto& session = sessions_[id];
    session = {.client_key = std::string(client_key),
               .account = std::string(account),
               .last_issue = "",
               .expires_at = now + lifetime};
    return {std::move(id), &session};
}

} // namespace postern::sample
