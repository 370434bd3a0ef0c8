#pragma once

// The healthy app with one thing wrong in the answers of its page, for the tests of checks of headers.

#include "support/judged_examples.hpp"

#include <functional>
#include <string>

namespace postern::support {

inline evidence::Evidence with_page(int status, std::function<void(http::Response&)> const& spoil,
                                    std::string body = "<div id=app></div>")
{
    auto evidence = healthy();
    evidence.admin->attempts.clear(); // among them is one that got the page
    auto response = html(std::move(body), status);
    spoil(response);
    answer(evidence, page_id, everyone(), response);
    return evidence;
}

// One header field other than it should be; empty: not there at all.
inline evidence::Evidence with_field(int status, std::string name, std::string value)
{
    return with_page(status, [&](http::Response& response) {
        response.headers.remove(name);
        if (!value.empty())
            response.headers.set(name, value);
    });
}

} // namespace postern::support
