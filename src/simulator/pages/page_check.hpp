#pragma once

// Every page of the installed app, asked for as its users would ask: fresh, late, and as another tenant.

#include "base/clock.hpp"
#include "net/client.hpp"
#include "simulator/site.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace postern::simulator {

enum class PageOutcome {
    renders,    // 2xx; late or foreign: with the page that a fresh token gets
    recovers,   // refused, with a page that loads the bridge and asks for a fresh token
    idle,       // refused, with a page that loads the bridge and does not ask for a fresh token
    refused,    // 400, 401, 403 or 404, and nothing else
    anonymous,  // 2xx, with the page that a visitor without a token gets, which asks for no fresh one
    differs,    // another page, of which only a person can say whether it is right
    leads_away, // a redirect to another origin
    fails,      // any other status
    no_answer,  // none
    open,       // 2xx, with the page that a visitor without a token gets, and that is the one of a fresh
                // token or asks for one: a shell, or a leak, which `postern scan` tells apart
    not_asked   // not_looked_at says why; or the address carries no token; or there is no other tenant
};
[[nodiscard]] std::string_view name(PageOutcome outcome);

struct PageCheck {
    std::string module; // "webPanels/foo-panel"; "/modules/webPanels/1" where another one is called so
    std::string site;
    PageOutcome fresh = PageOutcome::not_asked;
    PageOutcome late = PageOutcome::not_asked;    // 16 minutes after the page was opened
    PageOutcome foreign = PageOutcome::not_asked; // in this tenant's name, signed with another one's secret
    std::optional<int> fresh_status;
    std::string not_looked_at; // why the page was not asked for at this site; empty if it was
    // Whether it stands on an issue or a page of content, which may have been open for long when it is
    // opened. Whatever has a page of its own comes with that page and a fresh token: it does well to refuse
    // an expired one, however it does.
    bool can_open_late = true;

    // A page is broken if it does not render fresh, dies late where it can be late, or lets an expired token
    // or another tenant in.
    [[nodiscard]] bool broken() const;
    // It is not broken, but whether it is right, only a person can tell: it answered with another page, or
    // what it answers to another tenant is not known.
    [[nodiscard]] bool unclear() const;
    [[nodiscard]] bool differs() const;
    [[nodiscard]] bool foreign_is_unknown() const;
    // What is wrong, as one sentence; empty if nothing is.
    [[nodiscard]] std::string problem() const;
};

inline constexpr std::chrono::minutes late_by{16};

// Told of each page before it is asked for.
using OnPage = std::function<void(std::string const& module, std::string const& site)>;

// Asks for every module with a page at `site`, as its administrator, one after the other. An answer may take
// answer_timeout, and all that is asked about a page a minute; what is missing then is no_answer. `other` is
// a site where the same app has another secret; null if there is none.
[[nodiscard]] boost::asio::awaitable<std::vector<PageCheck>>
check_pages(net::Client& client, Site& site, Site* other, Clock const& clock, OnPage on_page);

} // namespace postern::simulator
