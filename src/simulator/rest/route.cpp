#include "simulator/rest/route.hpp"

#include "simulator/request/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace postern::simulator {

using Json = nlohmann::json;

Emails emails_within(Scopes scopes)
{
    return scopes.allow(Scope::access_email_addresses) ? Emails::told : Emails::withheld;
}

std::optional<std::size_t> number_from(std::string_view text)
{
    std::size_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, failure] = std::from_chars(text.data(), end, number);
    return failure == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

std::expected<Part, std::string> part_of(std::string_view query, std::string_view start_name,
                                         std::string_view size_name)
{
    Part part;
    for (auto const& [name, to] : {std::pair(start_name, &part.start), std::pair(size_name, &part.size)}) {
        auto const given = query_value(query, name);
        if (given.empty())
            continue;
        auto const number = number_from(given);
        if (!number)
            return std::unexpected(fmt::format("{} is a number, not {}.", name, given));
        *to = *number;
    }
    part.size = std::min(part.size, Part::items_max);
    return part;
}

http::Response rest_error(int status, std::string_view message, std::string_view field)
{
    if (field.empty())
        return json_response(status, {{"errorMessages", {message}}, {"errors", Json::object()}});
    return json_response(status,
                         {{"errorMessages", Json::array()}, {"errors", {{std::string(field), message}}}});
}

http::Response wiki_error(int status, std::string_view message)
{
    return json_response(
        status, {{"statusCode", status},
                 {"message", message},
                 {"data", {{"authorized", status != 403}, {"valid", status != 400}, {"successful", false}}}});
}

http::Response no_content()
{
    auto response = http::make_response(204, "", "");
    response.headers.set("Cache-Control", "no-store");
    return response;
}

} // namespace postern::simulator
