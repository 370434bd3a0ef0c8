#pragma once

// What the app's webhooks are told, as they write it.
// Source: https://developer.atlassian.com/cloud/jira/platform/webhooks/.

#include "simulator/rest/route.hpp"
#include "simulator/site.hpp"
#include "simulator/webhooks/webhooks.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

// How webhooks of the site's app are written.
[[nodiscard]] Form webhook_form(Site const& site);

// `actor` is the account of who did it. Without what changed, which the caller adds.
[[nodiscard]] WebhookEvent issue_event(Site const& site, std::string name, std::string const& actor,
                                       Issue const& issue);

// A field of an issue that changed: ids, where it has any, and texts.
struct FieldChange {
    std::string field;
    nlohmann::ordered_json from;
    std::string from_text;
    nlohmann::ordered_json to;
    std::string to_text;
};

// jira:issue_updated with its changelog; `changes` has at least one.
[[nodiscard]] WebhookEvent issue_updated_event(Site const& site, std::string const& actor, Issue const& issue,
                                               std::vector<FieldChange> const& changes, TimePoint now);

[[nodiscard]] WebhookEvent page_event(Site const& site, std::string name, std::string const& actor,
                                      Content const& page, TimePoint now);

// As issue_event, for a person who fires it by hand. An update has a changelog of the summary, whose earlier
// text is made up. Events of comments have the last one of the issue; nothing where it has none.
[[nodiscard]] std::optional<WebhookEvent> fired_issue_event(Site const& site, std::string name,
                                                            std::string const& actor, Issue const& issue,
                                                            TimePoint now);

enum class EventSubject : std::uint8_t { issue, page };
[[nodiscard]] std::string_view name(EventSubject subject); // "issue"

// What of the simulator's an event can be about; nothing where it has no such thing.
[[nodiscard]] std::vector<EventSubject> subjects_of(std::string_view event);

// The events that the app's webhook modules name, each once, in the order of the descriptor.
[[nodiscard]] std::vector<std::string> webhook_names(InstalledApp const& app);

} // namespace postern::simulator
