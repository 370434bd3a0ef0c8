#include "net/response_head.hpp"

#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::net {
namespace {

bool is_the_servers_own(std::string_view name)
{
    constexpr std::array<std::string_view, 4> own{"Content-Length", "Transfer-Encoding", "Connection",
                                                  "Keep-Alive"};
    return std::ranges::any_of(own, [&](auto field) { return http::equal_ignoring_case(field, name); });
}

std::string status_line_and_fields(http::Response const& response)
{
    auto out = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    for (auto const& field : response.headers)
        if (!is_the_servers_own(field.name))
            fmt::format_to(std::back_inserter(out), "{}: {}\r\n", field.name, field.value);
    return out;
}

} // namespace

std::string_view reason_phrase(int status)
{
    namespace beast = boost::beast::http;
    auto const known =
        status > 0 ? beast::int_to_status(static_cast<unsigned>(status)) : beast::status::unknown;
    if (known == beast::status::unknown)
        return "";
    auto const phrase = beast::obsolete_reason(known);
    return {phrase.data(), phrase.size()};
}

std::string response_head(http::Response const& response, Persistence persistence)
{
    auto out = status_line_and_fields(response);
    if (response.status != 204 && response.status != 304)
        fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", response.body.size());
    out += persistence == Persistence::close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n";
    return out;
}

std::string streamed_response_head(http::Response const& response)
{
    return status_line_and_fields(response) + "Connection: close\r\n\r\n";
}

bool sends_body(std::string_view method, int status)
{
    return method != "HEAD" && status != 204 && status != 304;
}

} // namespace postern::net
