#pragma once

// What each page of a site says to the front end, as JSON (web/simulator/src/data.ts).

#include "simulator/pages/frames.hpp"
#include "simulator/state/lifecycle_result.hpp"
#include "simulator/webhooks/webhooks.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

// The members that every page has, but for `page` and `secret`.
[[nodiscard]] nlohmann::json frame_of_page(Site& site, std::vector<Tenant> const& tenants, Visit const& visit,
                                           Values const& values);

// `page` of each kind. A place that is not there is a page of kind "problem" with status 404.
struct PageResult {
    int status = 200;
    std::string title;
    nlohmann::json page;
    Values values; // of the place, for the navigation
};
[[nodiscard]] PageResult home_page(Site& site);
[[nodiscard]] PageResult issue_page(Site& site, Visit const& visit, std::string const& key);
[[nodiscard]] PageResult project_page(Site& site, Visit const& visit, std::string const& key);
[[nodiscard]] PageResult dashboard_page(Site& site, Visit const& visit);
[[nodiscard]] PageResult content_page(Site& site, Visit const& visit, std::string const& space,
                                      std::string const& id);
// `values`: "issue.key", "project.key" and "space.key" from the page's query, resolved against the site.
[[nodiscard]] PageResult module_page(Site& site, Visit const& visit, std::string const& app_key,
                                     std::string const& module_key, Values const& values);
[[nodiscard]] PageResult apps_page(Visit const& visit, std::deque<LifecycleResult> const& installs,
                                   std::deque<WebhookDelivery> const& deliveries, std::string const& key_id,
                                   std::vector<std::string> const& suggestions);
// What webhooks can be fired by hand, and about what.
[[nodiscard]] PageResult inspector_page(Site& site);
[[nodiscard]] PageResult problem_page(int status, std::string title, std::string detail);

[[nodiscard]] nlohmann::json issue_json(Site const& site, Issue const& issue); // with comments
[[nodiscard]] nlohmann::json content_json(Content const& content);
[[nodiscard]] nlohmann::json user_json(User const& user);
[[nodiscard]] nlohmann::json result_json(LifecycleResult const& result);

// The context parameters that `given` names ("issue.key", "project.key", "content.id", "space.key"), filled
// up from what the site holds. Names of things that are not there are dropped.
[[nodiscard]] Values resolve_values(Site const& site, Values const& given);

} // namespace postern::simulator
