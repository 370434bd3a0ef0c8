#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace postern::sample {

// What the app remembers of a user between two pages. A session opens nothing: every page still needs its
// token, and a session counts only for the tenant and user that began it.
struct Session {
    std::string client_key;
    std::string account;
    std::string last_issue;
    TimePoint expires_at;
};

class Sessions {
public:
    static constexpr std::chrono::minutes lifetime{15};
    static constexpr std::size_t id_bytes = 32;

    Sessions(std::size_t sessions_max, Random& random) : sessions_max_(sessions_max), random_(random) {}

    // The session of that id if it is this user's and still valid.
    [[nodiscard]] Session* find(std::string_view id, std::string_view client_key, std::string_view account,
                                TimePoint now);

    // A new one, and its id. The one that ends first makes room.
    std::pair<std::string, Session*> begin(std::string_view client_key, std::string_view account,
                                           TimePoint now);

    [[nodiscard]] std::string fresh_id() { return random_.hex(id_bytes); }

private:
    std::size_t sessions_max_;
    Random& random_;
    std::map<std::string, Session, std::less<>> sessions_;
};

} // namespace postern::sample
