#include "simulator/request/query.hpp"

#include "http/url.hpp"

namespace postern::simulator {

std::map<std::string, std::string, std::less<>> query_values(std::string_view query)
{
    std::map<std::string, std::string, std::less<>> values;
    while (!query.empty()) {
        auto const end = query.find('&');
        auto const parameter = query.substr(0, end);
        auto const equals = parameter.find('=');
        if (equals != std::string_view::npos)
            values.emplace(http::form_decode(parameter.substr(0, equals)),
                           http::form_decode(parameter.substr(equals + 1)));
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    }
    return values;
}

std::string query_value(std::string_view query, std::string_view name)
{
    auto const values = query_values(query);
    auto const found = values.find(name);
    return found == values.end() ? "" : found->second;
}

} // namespace postern::simulator
