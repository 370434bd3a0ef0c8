#pragma once

// The HTML in which the front end draws a page.

#include "http/message.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace postern::simulator {

// `data` is what the page says to the front end (page_data.hpp); images of `app_origin` may be
// shown, "" for none; of one that is not plainly a host and a port none are. The answer may be kept by nobody
// and framed by this site alone.
[[nodiscard]] http::Response page_document(int status, std::string_view title, nlohmann::json const& data,
                                           std::string_view app_origin);

// A page that says one thing, where nothing can be said of the site.
[[nodiscard]] http::Response bare_document(int status, std::string_view title, std::string_view text);

} // namespace postern::simulator
