#include "sample/form.hpp"

#include "http/url.hpp"

namespace postern::sample {
std::vector<std::string> form_values(std::string_view query, std::string_view name)
{
    std::vector<std::string> values;
    while (!query.empty()) {
        auto const parameter = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(parameter.size() + 1, query.size()));
        auto const equals = parameter.find('=');
        if (http::form_decode(parameter.substr(0, equals)) == name)
            values.push_back(
                equals == std::string_view::npos ? "" : http::form_decode(parameter.substr(equals + 1)));
    }
    return values;
}

std::string form_value(std::string_view query, std::string_view name)
{
    auto const values = form_values(query, name);
    return values.empty() ? "" : values.front();
}

} // namespace postern::sample
