#include "apps/app_from_data.hpp"

#include "http/url.hpp"

#include <fstream>
#include <stdexcept>

namespace postern::apps {
namespace {

using nlohmann::json;

std::string query_of(std::string const& url)
{
    auto const question = url.find('?');
    return question == std::string::npos ? "" : http::form_decode(url.substr(question + 1));
}

bool has_token(http::Request const& request)
{
    return request.headers.get("Authorization").has_value() || request.url.contains("jwt=");
}

bool token_fits(std::string const& wanted, http::Request const& request, std::string const& user_token)
{
    if (wanted == "none")
        return !has_token(request);
    if (wanted == "any")
        return has_token(request);
    auto const header = request.headers.get("Authorization").value_or("");
    return header.contains(user_token) || request.url.contains(user_token);
}

bool fits(json const& answer, http::Request const& request, std::string const& user_token)
{
    auto const path = http::parse_url(request.url).value().path;
    return (!answer.contains("path") || answer.at("path") == path) &&
           (!answer.contains("method") || answer.at("method") == request.method) &&
           (!answer.contains("token") ||
            token_fits(answer.at("token").get<std::string>(), request, user_token));
}

http::Response response(json const& answer, http::Request const& request)
{
    auto body = answer.value("body", "");
    if (auto const at = body.find("{query}"); at != std::string::npos)
        body.replace(at, 7, query_of(request.url));
    auto made = http::make_response(answer.value("status", 200), answer.value("type", "text/html"), body);
    for (auto const& [name, value] : answer.value("headers", json::object()).items())
        if (!made.headers.add(name, value.get<std::string>()))
            throw std::invalid_argument("app.json: " + name + " cannot be a header");
    return made;
}

} // namespace

AppFromData::AppFromData(json app, std::string user_token)
    : app_(std::move(app)),
      user_token_(std::move(user_token))
{
}

void AppFromData::runs_at(std::string const& base_url)
{
    auto descriptor = app_.at("descriptor");
    descriptor["baseUrl"] = base_url;
    descriptor_ = descriptor.dump(2);
}

http::Response AppFromData::answer(http::Request const& request) const
{
    if (http::parse_url(request.url).value().path == "/atlassian-connect.json")
        return http::make_response(200, "application/json", descriptor_);
    for (auto const& each : app_.value("answers", json::array()))
        if (fits(each, request, user_token_))
            return response(each, request);
    return response(app_.at("otherwise"), request);
}

boost::asio::awaitable<http::Response> AppFromData::handle(http::Request request)
{
    co_return answer(request);
}

json read_json_file(std::filesystem::path const& file)
{
    std::ifstream in(file);
    if (!in)
        throw std::runtime_error(file.string() + " is missing");
    return json::parse(in);
}

} // namespace postern::apps
