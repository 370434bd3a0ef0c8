#pragma once

// The HTML that the app gave, whoever asked for it.

#include "evidence/evidence.hpp"
#include "http/url.hpp"

#include <string>
#include <vector>

namespace postern::evidence {

struct Page {
    std::string endpoint;
    http::Exchange const* exchange = nullptr; // its response is HTML and a success
};

// Whether `url` is on a host of the app: where it runs, or where its descriptor was fetched.
[[nodiscard]] bool is_own(Evidence const& evidence, http::Url const& url);

// The app's pages by the access and the admin probe: answers with a status of success that browsers show as
// HTML, from the app's own hosts. In the order of the descriptor's endpoints and of the exchanges' ids; of
// those with the same bytes only the first.
[[nodiscard]] std::vector<Page> html_pages(Evidence const& evidence);

} // namespace postern::evidence
