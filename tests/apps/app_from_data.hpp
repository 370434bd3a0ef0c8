#pragma once

// An app as data: tests/apps/<name>/app.json says what it answers, expect.json what a scan of it must say.
//
// app.json:    {"why": sentence, "descriptor": {…, without baseUrl}, "answers": [answer…],
//               "otherwise": answer, "tls": true}
// an answer:   {"path": "/x", "method": "POST", "token": "none" | "any" | "user", "status": 200,
//               "headers": {name: value}, "body": "… {query} …"}
// With "tls" the app has a certificate for localhost, which the scan is told to trust. The first answer whose
// path, method and token fit is given. {query} in a body is the request's own query.

#include "net/service.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace postern::apps {

class AppFromData final : public net::Service {
public:
    // `user_token` is what "user" among the answers means.
    AppFromData(nlohmann::json app, std::string user_token);

    boost::asio::awaitable<http::Response> handle(http::Request request) override;

    // The descriptor is known once the app's address is.
    void runs_at(std::string const& base_url);

private:
    [[nodiscard]] http::Response answer(http::Request const& request) const;

    nlohmann::json app_;
    std::string user_token_;
    std::string descriptor_;
};

[[nodiscard]] nlohmann::json read_json_file(std::filesystem::path const& file);

} // namespace postern::apps
