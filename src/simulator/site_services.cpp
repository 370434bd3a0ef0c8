#include "simulator/site_services.hpp"

namespace postern::simulator {

http::Response json_response(int status, nlohmann::json const& json)
{
    auto response = http::make_response(status, "application/json",
                                        json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("X-Content-Type-Options", "nosniff");
    return response;
}

http::Response json_error(int status, std::string_view reason, std::string_view remedy)
{
    nlohmann::json json{{"reason", reason}};
    if (!remedy.empty())
        json["remedy"] = remedy;
    return json_response(status, json);
}

} // namespace postern::simulator
