#pragma once

// The calls that a site's own pages make, under /simulator/api/. They change things and hand out tokens, so
// each needs the page's secret: a frame or a page of another origin cannot read it, and cannot send the
// header without a preflight that is not answered.

#include "simulator/site_services.hpp"

#include <boost/asio/awaitable.hpp>

namespace postern::simulator {

inline constexpr std::string_view page_calls_path = "/simulator/api/";
inline constexpr std::string_view page_secret_header = "X-Postern-Page";

// Whether the request comes from one of the site's own pages.
[[nodiscard]] bool knows_page_secret(http::Request const& request, std::string const& secret);

// `request` is a POST below page_calls_path; `visit` says who looks.
[[nodiscard]] boost::asio::awaitable<http::Response> handle_page_call(SiteServices services,
                                                                      http::Request request, Visit visit);

} // namespace postern::simulator
