#pragma once

// The part of the product's REST API that the simulator has. What it has not answers 501 and says so.

#include "simulator/rest/scope.hpp"
#include "simulator/site_services.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace postern::simulator {

// On whose behalf a request comes.
struct Caller {
    enum class Kind {
        app, // its own token: HS256 with its secret
        user // a person through the bridge, or the app on that person's behalf
    };
    Kind kind = Kind::user;
    std::string account_id;       // of the person; empty for the app itself
    std::optional<Scopes> scopes; // those of a bearer token; nothing: all that the app has
};

// `request.url` is absolute. The caller is known; scopes and permissions are judged here. 415 for a body that
// is not sent as application/json, as the product does.
[[nodiscard]] http::Response answer_rest(SiteServices const& services, Caller const& caller,
                                         http::Request const& request);

// A request from an app's server, with a token in its Authorization header: its own ("JWT …"), or one with
// which it acts as a user ("Bearer …"). 401 with the reason where it is not good.
[[nodiscard]] http::Response answer_rest_for_app(SiteServices const& services, http::Request const& request);

// AP.request: `call` is {method, url, body, contentType, module}: the header of the body, "" or not there for
// none, and whose frame asks. Gives {status, statusText, headers, body} with status 200.
[[nodiscard]] boost::asio::awaitable<http::Response> request_through_bridge(SiteServices services,
                                                                            Visit visit, nlohmann::json call);

// Whether a path belongs to the product's API: /rest/…, /wiki/rest/…, but not the app manager's own.
[[nodiscard]] bool is_rest_path(std::string_view path);

} // namespace postern::simulator
