#include "evidence/json_parts.hpp"

namespace postern::evidence {
namespace {

constexpr std::int64_t line_max = 1'000'000'000;

constexpr std::int64_t port_max = 65'535;

std::optional<platform::Authentication> authentication_from(std::string_view text)
{
    if (text == "jwt")
        return platform::Authentication::jwt;
    return text == "none" ? std::optional(platform::Authentication::none) : std::nullopt;
}

std::optional<Target::Certificates> certificates_from(std::string_view text)
{
    return text == "not_checked" ? std::optional(Target::Certificates::not_checked) : std::nullopt;
}

std::optional<Host::Scheme> scheme_from(std::string_view text)
{
    if (text == "https")
        return Host::Scheme::https;
    return text == "http" ? std::optional(Host::Scheme::http) : std::nullopt;
}

} // namespace

Json position_json(platform::Position const& position)
{
    return {{"line", position.line}, {"column", position.column}};
}

platform::Position read_position(Node const& node)
{
    return {static_cast<int>(node.member("line").number(0, line_max)),
            static_cast<int>(node.member("column").number(0, line_max))};
}

Json target_json(Target const& target)
{
    Json json{{"platform", bytes_to_json(target.platform)},
              {"descriptor", bytes_to_json(target.descriptor)},
              {"app_key", bytes_to_json(target.app_key)},
              {"app_name", bytes_to_json(target.app_name)},
              {"base_url", bytes_to_json(target.base_url)},
              {"authentication", target.authentication == platform::Authentication::jwt ? "jwt" : "none"}};
    if (target.certificates == Target::Certificates::not_checked)
        json["certificates"] = "not_checked";
    return json;
}

Target read_target(Node const& node)
{
    auto const certificates = node.optional_member("certificates");
    return {.platform = node.member("platform").bytes(),
            .descriptor = node.member("descriptor").bytes(),
            .app_key = node.member("app_key").bytes(),
            .app_name = node.member("app_name").bytes(),
            .base_url = node.member("base_url").bytes(),
            .authentication = node.member("authentication").word(authentication_from),
            .certificates =
                certificates ? certificates->word(certificates_from) : Target::Certificates::checked};
}

Json endpoint_json(platform::Endpoint const& endpoint)
{
    Json json{{"id", bytes_to_json(endpoint.id)},
              {"kind", name(endpoint.kind)},
              {"module_type", bytes_to_json(endpoint.module_type)},
              {"module_key", bytes_to_json(endpoint.module_key)},
              {"pointer", bytes_to_json(endpoint.pointer)},
              {"position", position_json(endpoint.position)},
              {"url_template", bytes_to_json(endpoint.url_template)},
              {"absolute_template", bytes_to_json(endpoint.absolute_template)},
              {"context_parameters", list(endpoint.context_parameters)},
              {"audience", name(endpoint.audience)},
              {"caching", name(endpoint.caching)}};
    if (!endpoint.unusable.empty())
        json["unusable"] = bytes_to_json(endpoint.unusable);
    return json;
}

platform::Endpoint read_endpoint(Node const& node)
{
    auto const unusable = node.optional_member("unusable");
    return {.id = node.member("id").bytes(),
            .kind = node.member("kind").word(platform::endpoint_kind_from),
            .module_type = node.member("module_type").bytes(),
            .module_key = node.member("module_key").bytes(),
            .pointer = node.member("pointer").bytes(),
            .position = read_position(node.member("position")),
            .url_template = node.member("url_template").bytes(),
            .absolute_template = node.member("absolute_template").bytes(),
            .context_parameters = node.member("context_parameters").list_of_bytes(),
            .audience = node.member("audience").word(platform::audience_from),
            .caching = node.member("caching").word(platform::caching_from),
            .unusable = unusable ? unusable->bytes() : std::string()};
}

Json unprobed_json(platform::Unprobed const& unprobed)
{
    return {{"pointer", bytes_to_json(unprobed.pointer)},
            {"position", position_json(unprobed.position)},
            {"url", bytes_to_json(unprobed.url)},
            {"reason", bytes_to_json(unprobed.reason)}};
}

platform::Unprobed read_unprobed(Node const& node)
{
    return {.pointer = node.member("pointer").bytes(),
            .position = read_position(node.member("position")),
            .url = node.member("url").bytes(),
            .reason = node.member("reason").bytes()};
}

Json host_json(Host const& host)
{
    return {{"name", bytes_to_json(host.name)},
            {"port", host.port},
            {"scheme", host.scheme == Host::Scheme::https ? "https" : "http"},
            {"role", name(host.role)},
            {"pointer", bytes_to_json(host.pointer)},
            {"position", position_json(host.position)},
            {"skipped", bytes_to_json(host.skipped)}};
}

Host read_host(Node const& node)
{
    return {.name = node.member("name").bytes(),
            .port = static_cast<int>(node.member("port").number(1, port_max)),
            .scheme = node.member("scheme").word(scheme_from),
            .role = node.member("role").word(host_role_from),
            .pointer = node.member("pointer").bytes(),
            .position = read_position(node.member("position")),
            .skipped = node.member("skipped").bytes()};
}

} // namespace postern::evidence
