#include "sample/form.hpp"

namespace postern::sample {
namespace {

int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string decoded(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        auto const low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

} // namespace

std::vector<std::string> form_values(std::string_view query, std::string_view name)
{
    std::vector<std::string> values;
    while (!query.empty()) {
        auto const parameter = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(parameter.size() + 1, query.size()));
        auto const equals = parameter.find('=');
        if (decoded(parameter.substr(0, equals)) == name)
            values.push_back(equals == std::string_view::npos ? "" : decoded(parameter.substr(equals + 1)));
    }
    return values;
}

std::string form_value(std::string_view query, std::string_view name)
{
    auto const values = form_values(query, name);
    return values.empty() ? "" : values.front();
}

} // namespace postern::sample
