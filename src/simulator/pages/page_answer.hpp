#pragma once

// What an app answers to the address of one of its pages.

#include "http/likeness.hpp"
#include "net/client.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace postern::simulator {

// Redirects on the app's own origin are followed.
struct PageAnswer {
    enum class Kind { response, leads_away, none } kind = Kind::none;
    std::vector<http::Exchange> hops; // none where there is no response

    // The last one; there must be one.
    [[nodiscard]] http::Response const& response() const { return *hops.back().response(); }
    // Refers to this object.
    [[nodiscard]] http::Page page() const;
};

[[nodiscard]] bool is_shown(PageAnswer const& answer); // 2xx
[[nodiscard]] bool refuses(PageAnswer const& answer);  // 400, 401, 403 or 404

// Asks as a browser does for a frame: a redirect to another path of the app keeps the bridge, one to
// elsewhere loses it (bridge.md section 2). The address at which a page takes the bridge is cut down to the
// name of its script: which one an app names may depend on whose token it sees. An answer may take
// answer_timeout, and no longer than to the deadline. Never throws.
[[nodiscard]] boost::asio::awaitable<PageAnswer> ask_for_page(net::Client& client, std::string url,
                                                              net::Deadline page_deadline);

} // namespace postern::simulator
