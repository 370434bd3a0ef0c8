#pragma once

#include "http/exchange.hpp"
#include "http/url.hpp"

#include <curl/curl.h>

#include <string_view>

namespace postern::net {

// What libcurl knows of a transfer that failed.
struct CurlFailure {
    CURLcode code = CURLE_OK;
    long os_error = 0;       // errno of a connection that could not be made
    long connect_status = 0; // the proxy's answer to CONNECT
    std::string_view detail; // libcurl's own words; may name hosts, never quoted unless a kind needs it
    bool received_header = false;
};

// One kind and one sentence for every code. The sentence names the host and the port, never path, query,
// headers or a proxy's user.
[[nodiscard]] http::TransportFailure explain(CurlFailure const& failure, http::Url const& url);

} // namespace postern::net
