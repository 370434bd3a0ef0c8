#pragma once

// The calls of the inspector's page, under /simulator/api/inspector/, and what tells of itself there: frames.

#include "simulator/pages/visit.hpp"
#include "simulator/site_services.hpp"

#include <boost/asio/awaitable.hpp>

#include <string_view>

namespace postern::simulator::inspector {

inline constexpr std::string_view calls_prefix = "inspector/"; // below page_calls_path
inline constexpr std::string_view stream_call = "inspector/stream";
inline constexpr std::size_t search_text_max_bytes = 200;

// `call` is what stands behind page_calls_path; the request has the page's secret.
//   entry, reveal {id}               detail_json, masked or whole
//   search {text}                    {ids}: in addresses, purposes, headers, bodies and claims
//   clear {}
//   replay {id, change}              replay.hpp
//   export {ids?, secrets}           har.hpp; secrets is "masked" or "shown"
//   import (an archive)              {imported, leftOut}: entries for files of the simulator's own pages
//   fire {event, issue | content}    {sent}: to how many webhooks of the app
//   frame {module, url}              {id}: a frame begins to load its address
//   frame-told {id, loaded?, spoke?} milliseconds after that
[[nodiscard]] boost::asio::awaitable<http::Response> answer_call(SiteServices services, std::string_view call,
                                                                 http::Request request, Visit visit);

} // namespace postern::simulator::inspector
