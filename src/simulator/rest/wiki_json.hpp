#pragma once

// Confluence's things as its REST API and its webhooks tell them.

#include "simulator/rest/route.hpp"

namespace postern::simulator::rest {

// What a v1 answer has beside what it always has: ?expand=body.storage,version,space.
class Expansions {
public:
    explicit Expansions(std::string_view query);
    [[nodiscard]] bool has(std::string_view name) const;

private:
    std::vector<std::string> names_;
};

[[nodiscard]] nlohmann::json wiki_user_json(RestCall const& call, User const* user); // null: the app
[[nodiscard]] nlohmann::json wiki_space_json(Site const& site, Space const& space);
[[nodiscard]] nlohmann::json wiki_content_json(Site const& site, Content const& page,
                                               Expansions const& expand);
// As v2 of the API tells them. `body_format` is "storage" or "view"; empty: without the body.
[[nodiscard]] nlohmann::json page_json(Site const& site, Content const& page, std::string_view body_format);
[[nodiscard]] nlohmann::json space_json(Site const& site, Space const& space);
// As webhooks do.
[[nodiscard]] nlohmann::json page_event_json(Site const& site, std::string const& actor, Content const& page,
                                             TimePoint now);

// {"self": …, "base": …, "context": "/wiki"} of a list at `path`, which is below "/wiki".
[[nodiscard]] nlohmann::json list_links(Site const& site, std::string_view path);

} // namespace postern::simulator::rest
