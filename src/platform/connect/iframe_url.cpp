#include "platform/connect/iframe_url.hpp"

#include "base/assert.hpp"
#include "platform/connect/placeholders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace postern::platform::connect {
namespace {

// Of the values in an address, as they are encoded there: what stands beside them is short, and an address
// that no server takes helps nobody.
constexpr std::size_t values_max_bytes = std::size_t{32} * 1024;

// A value that no longer fits into `room` is left out.
std::string fill(std::string_view url_template, std::map<std::string, std::string> const& values,
                 std::size_t& room)
{
    std::string out;
    for (auto const& part : split_template(url_template)) {
        if (auto const* literal = std::get_if<Literal>(&part)) {
            out += literal->text;
            continue;
        }
        auto const& placeholder = std::get<Placeholder>(part);
        auto const value = values.find(std::string(placeholder.name));
        if (placeholder.kind == Placeholder::Kind::token)
            continue;
        if (value != values.end()) {
            auto const encoded = value->second.size() <= room ? http::percent_encode(value->second) : "";
            if (encoded.size() <= room) {
                out += encoded;
                room -= encoded.size();
            }
        } else if (placeholder.kind == Placeholder::Kind::condition) {
            out += "true";
        }
    }
    return out;
}

// Without its fragment. A placeholder's parameters may hold a "#" that begins none.
std::string_view without_fragment(std::string_view url_template)
{
    for (auto const& part : split_template(url_template))
        if (auto const* literal = std::get_if<Literal>(&part))
            if (auto const at = literal->text.find('#'); at != std::string_view::npos)
                return {url_template.data(), literal->text.data() + at};
    return url_template;
}

bool holds_the_token(std::string_view parameter)
{
    if (parameter == "jwt" || parameter.starts_with("jwt="))
        return true;
    auto const parts = split_template(parameter.substr(std::min(parameter.find('='), parameter.size())));
    return std::ranges::any_of(parts, [](TemplatePart const& part) {
        auto const* placeholder = std::get_if<Placeholder>(&part);
        return placeholder && placeholder->kind == Placeholder::Kind::token;
    });
}

// The query's parameters but for those that carry the token.
std::string without_token(std::string_view query)
{
    std::string out;
    while (true) {
        auto const end = query.find('&');
        auto const parameter = query.substr(0, end);
        if (!holds_the_token(parameter)) {
            if (!out.empty())
                out += '&';
            out += parameter;
        }
        if (end == std::string_view::npos)
            return out;
        query.remove_prefix(end + 1);
    }
}

// Several macros of one module may stand on a page: digits tell their channels apart.
std::string channel_digits(Endpoint const& endpoint, HostContext const& context)
{
    auto const id = context.values.find("macro.id");
    if (endpoint.module_type != "dynamicContentMacros" || id == context.values.end())
        return "";
    std::string digits;
    std::ranges::copy_if(id->second, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

// In the order in which they are seen on the wire.
std::string host_parameters(App const& app, Endpoint const& endpoint, HostContext const& context)
{
    auto const is_confluence = product_of(app) == Product::confluence;
    auto const app_key = http::percent_encode(app.key);
    auto const module_key = http::percent_encode(endpoint.module_key) + channel_digits(endpoint, context);
    return fmt::format(
        "xdm_e={}&xdm_c=channel-{}__{}&cp={}&xdm_deprecated_addon_key_do_not_use={}&lic=active&cv={}",
        http::percent_encode(context.host_origin), app_key, module_key,
        http::percent_encode(host_base_path(app)), app_key,
        is_confluence ? "1000.0.0-0c0ffee0" : "1001.0.0-SNAPSHOT");
}

} // namespace

Product product_of(App const& app)
{
    auto const product = product_from(app.product);
    return product == Product::any ? Product::jira : product;
}

std::string_view host_base_path(App const& app)
{
    return product_of(app) == Product::confluence ? "/wiki" : "";
}

std::string filled(std::string_view url_template, std::map<std::string, std::string> const& values)
{
    auto room = values_max_bytes;
    return fill(url_template, values, room);
}

std::string endpoint_url(App const& app, Endpoint const& endpoint, HostContext const& context)
{
    auto const address = without_fragment(endpoint.absolute_template);
    auto const question = address.find('?');
    auto room = values_max_bytes;
    auto text = fill(address.substr(0, question), context.values, room);
    std::string query;
    if (question != std::string_view::npos)
        query = fill(without_token(address.substr(question + 1)), context.values, room);
    if (endpoint.kind == EndpointKind::page && endpoint.caching == Caching::per_request) {
        if (!query.empty() && !query.ends_with('&'))
            query += '&';
        query += host_parameters(app, endpoint, context);
    }
    if (!query.empty())
        text.append("?").append(query);

    auto const url = http::parse_url(text);
    POSTERN_ASSERT(url.has_value(), "an endpoint's template starts with the origin and is short");
    POSTERN_ASSERT(url->origin() == app.base_url.origin(), "an endpoint belongs to the app's origin");
    return url->text();
}

} // namespace postern::platform::connect
