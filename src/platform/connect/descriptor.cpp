#include "platform/connect/descriptor.hpp"

#include "http/headers.hpp"
#include "platform/connect/app_url.hpp"
#include "platform/connect/cut_text.hpp"
#include "platform/connect/descriptor_facts.hpp"
#include "platform/connect/endpoints.hpp"
#include "platform/connect/located_json.hpp"
#include "platform/connect/modules.hpp"
#include "platform/connect/not_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern::platform::connect {
namespace {

using Kind = JsonValue::Kind;

constexpr std::string_view correct_it = "correct the descriptor: the host would refuse it as well";
constexpr std::string_view give_what_is_served =
    "name the address of the app there, or give the URL of the descriptor that the running app serves";

// The top of a descriptor, for messages that name a place in it.
struct Top {
    JsonValue const& root;
    LineIndex const& lines;

    [[nodiscard]] std::unexpected<DescriptorError>
    error(std::string message, std::string pointer, JsonValue const& where, std::string_view remedy) const
    {
        return std::unexpected(DescriptorError{std::move(message), std::move(pointer), lines.at(where.offset),
                                               std::string(remedy)});
    }

    // The app has no address.
    [[nodiscard]] std::unexpected<DescriptorError> no_base_url(std::string message, std::string pointer,
                                                               JsonValue const& where) const
    {
        auto failure = error(std::move(message), std::move(pointer), where, give_what_is_served);
        failure.error().kind = DescriptorError::Kind::without_base_url;
        return failure;
    }

    // The member of this name; null if it is absent or null.
    [[nodiscard]] JsonValue const* find(std::string_view name) const
    {
        auto const* value = root.find(name);
        return value && value->kind != Kind::null ? value : nullptr;
    }

    [[nodiscard]] std::unexpected<DescriptorError> wrong_type(std::string_view name, JsonValue const& value,
                                                              Kind wanted) const
    {
        return error(fmt::format("/{} must be {}, not {}", name, describe(wanted), describe(value.kind)),
                     fmt::format("/{}", name), value, correct_it);
    }

    [[nodiscard]] std::string warning(std::string_view sentence, JsonValue const& where) const
    {
        return warning_at(sentence, lines.at(where.offset));
    }
};

std::expected<std::string, DescriptorError> read_key(Top const& top)
{
    auto const* key = top.find("key");
    if (!key)
        return top.error("the descriptor has no key", "", top.root,
                         "add \"key\", or, if this is not the descriptor, give its address, usually "
                         "…/atlassian-connect.json");
    if (key->kind != Kind::string)
        return top.wrong_type("key", *key, Kind::string);
    if (key->string.empty() || key->string.size() > app_key_max_bytes)
        return top.error(fmt::format("/key must have 1 to {} bytes", app_key_max_bytes), "/key", *key,
                         correct_it);
    return key->string;
}

bool is_plain_key(std::string_view key)
{
    return std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '.' || c == '_';
    });
}

struct BaseUrl {
    http::Url url;
    std::string declared; // the descriptor's own text
};

std::expected<BaseUrl, DescriptorError> read_base_url(Top const& top, std::optional<http::Url> const& given)
{
    auto const* value = top.find("baseUrl");
    if (value && value->kind != Kind::string)
        return top.wrong_type("baseUrl", *value, Kind::string);
    auto declared = value ? value->string : std::string();
    if (given)
        return BaseUrl{*given, std::move(declared)};
    if (!value)
        return top.no_base_url("the descriptor has no baseUrl", "", top.root);
    if (declared.empty())
        return top.no_base_url("/baseUrl is empty", "/baseUrl", *value);
    if (is_unrendered(declared))
        return top.no_base_url(fmt::format("/baseUrl is a template that has not been filled in: \"{}\"",
                                           declared.substr(0, 100)),
                               "/baseUrl", *value);
    auto url = http::parse_url(declared);
    if (!url) {
        auto message = fmt::format("/baseUrl cannot be used: {}", describe(url.error()));
        return url.error() == http::UrlError::relative
                   ? top.no_base_url(std::move(message), "/baseUrl", *value)
                   : top.error(std::move(message), "/baseUrl", *value, correct_it);
    }
    return BaseUrl{std::move(*url), std::move(declared)};
}

std::expected<Authentication, DescriptorError> read_authentication(Top const& top,
                                                                   std::vector<std::string>& warnings)
{
    auto const* authentication = top.find("authentication");
    if (!authentication)
        return Authentication::jwt;
    if (authentication->kind != Kind::object)
        return top.wrong_type("authentication", *authentication, Kind::object);
    auto const* type = authentication->find("type");
    if (!type || type->kind == Kind::null)
        return Authentication::jwt;
    if (type->kind != Kind::string)
        return top.wrong_type("authentication/type", *type, Kind::string);
    if (http::equal_ignoring_case(type->string, "none"))
        return Authentication::none;
    if (!http::equal_ignoring_case(type->string, "jwt"))
        warnings.push_back(top.warning("/authentication/type is neither \"jwt\" nor \"none\"; it is taken as "
                                       "\"jwt\"",
                                       *type));
    return Authentication::jwt;
}

std::string read_name(Top const& top)
{
    auto const* name = top.find("name");
    return name && name->kind == Kind::string ? cut_text(name->string, app_name_max_bytes) : "";
}

void warn_of_oddities(Top const& top, JsonDocument const& document, App& app)
{
    if (!is_plain_key(app.key))
        app.warnings.push_back(top.warning(
            "/key holds other characters than letters, digits, \"-\", \".\" and \"_\"", *top.find("key")));
    if (app.base_url.has_query)
        app.warnings.push_back("the base URL has a query, which is ignored");
    auto const shown = std::min(document.duplicates.size(), warnings_max_count);
    for (auto const& [name, offset] : std::span(document.duplicates).first(shown))
        app.warnings.push_back(
            warning_at(fmt::format("\"{}\" stands more than once in one object; the last one counts",
                                   cut_text(name, 100)),
                       top.lines.at(offset)));
}

Product first_product(std::vector<Endpoint> const& endpoints)
{
    std::string_view last; // modules of one type stand together: each is looked up once
    for (auto const& endpoint : endpoints) {
        if (endpoint.module_type == last)
            continue;
        last = endpoint.module_type;
        if (auto const* type = find_module_type(last); type && type->product != Product::any)
            return type->product;
    }
    return Product::any;
}

std::expected<App, DescriptorError> read_app(JsonDocument const& document, LineIndex const& lines,
                                             std::optional<http::Url> const& base_url_override)
{
    Top const top{document.root, lines};
    if (document.root.kind != Kind::object)
        return top.error(
            fmt::format("the descriptor must be an object, not {}", describe(document.root.kind)), "",
            document.root, "check that this is the descriptor");
    App app;
    auto key = read_key(top);
    if (!key)
        return std::unexpected(std::move(key.error()));
    app.key = std::move(*key);
    app.name = read_name(top);
    auto base_url = read_base_url(top, base_url_override);
    if (!base_url)
        return std::unexpected(std::move(base_url.error()));
    app.base_url = std::move(base_url->url);
    auto const authentication = read_authentication(top, app.warnings);
    if (!authentication)
        return std::unexpected(authentication.error());
    app.authentication = *authentication;
    warn_of_oddities(top, document, app);

    auto addresses = list_addresses(document.root, lines, app.base_url, base_url->declared);
    if (!addresses)
        return std::unexpected(std::move(addresses.error()));
    app.endpoints = std::move(addresses->endpoints);
    app.product = name(first_product(app.endpoints));
    app.unusable = std::move(addresses->unusable);
    app.unprobed = std::move(addresses->unprobed);
    std::ranges::move(addresses->warnings, std::back_inserter(app.warnings));
    app.facts = read_facts(document.root, lines, app.unprobed);
    if (app.endpoints.empty())
        app.warnings.emplace_back("the descriptor names no address of the app: there is nothing to probe");
    return app;
}

} // namespace

std::expected<App, DescriptorError> read_descriptor(std::string_view text,
                                                    std::optional<http::Url> const& base_url_override)
{
    auto const document = parse_located(text);
    if (!document)
        return std::unexpected(explain_not_json(text, document.error()));
    return read_app(*document, LineIndex(text), base_url_override);
}

} // namespace postern::platform::connect
