#pragma once

// What the app's webhooks are told, as they write it.
// Source: https://developer.atlassian.com/cloud/jira/platform/webhooks/.

#include "simulator/rest/route.hpp"
#include "simulator/site.hpp"
#include "simulator/webhooks.hpp"

#include <string>
#include <vector>

namespace postern::simulator {

// How webhooks of the site's app are written.
[[nodiscard]] Form webhook_form(Site const& site);

// `actor` is the account of who did it. Without what changed, which the caller adds.
[[nodiscard]] WebhookEvent issue_event(Site const& site, std::string name, std::string const& actor,
                                       Issue const& issue);
[[nodiscard]] WebhookEvent page_event(Site const& site, std::string name, std::string const& actor,
                                      Content const& page, TimePoint now);

// As issue_event, for a person who fires it by hand: nothing has changed. Events of comments have the last
// one of the issue.
[[nodiscard]] WebhookEvent fired_issue_event(Site const& site, std::string name, std::string const& actor,
                                             Issue const& issue);

// The events that the app's webhook modules name, each once, in the order of the descriptor.
[[nodiscard]] std::vector<std::string> webhook_names(InstalledApp const& app);

} // namespace postern::simulator
