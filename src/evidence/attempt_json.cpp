#include "evidence/json_parts.hpp"

namespace postern::evidence {
namespace {

Json context(platform::HostContext const& context)
{
    auto values = Json::array();
    for (auto const& [parameter, value] : context.values)
        values.push_back(Json::array({bytes_to_json(parameter), bytes_to_json(value)}));
    return {{"label", bytes_to_json(context.label)},
            {"host_origin", bytes_to_json(context.host_origin)},
            {"client_key", bytes_to_json(context.client_key)},
            {"user", bytes_to_json(context.user)},
            {"values", std::move(values)}};
}

platform::HostContext read_context(Node const& node)
{
    platform::HostContext context{.label = node.member("label").bytes(),
                                  .host_origin = node.member("host_origin").bytes(),
                                  .client_key = node.member("client_key").bytes(),
                                  .user = node.member("user").bytes()};
    for (auto const& value : node.member("values").items()) {
        auto [parameter, text] = value.pair();
        if (!context.values.emplace(std::move(parameter), std::move(text)).second)
            value.complain("this parameter has a value already");
    }
    return context;
}

} // namespace

Json attempt_json(Attempt const& attempt)
{
    auto hops = Json::array();
    for (auto const& hop : attempt.hops)
        hops.push_back(bytes_to_json(hop.id));
    Json json{{"endpoint", bytes_to_json(attempt.endpoint)}, {"credential", name(attempt.credential)}};
    if (attempt.placement)
        json["placement"] = name(*attempt.placement);
    json["detail"] = bytes_to_json(attempt.detail);
    json["context"] = bytes_to_json(attempt.context);
    json["exchanges"] = std::move(hops);
    json["stopped"] = bytes_to_json(attempt.stopped);
    return json;
}

void write_access(Writer& writer, AccessAttempts const& access)
{
    writer.part("access", {{"contexts", list(access.contexts, context)}}, access.attempts, attempt_json);
}

AccessAttempts read_access(Node const& node, Known& known)
{
    AccessAttempts access;
    for (auto const& context : node.member("contexts").items())
        access.contexts.push_back(read_context(context));
    for (auto const& attempt : node.member("attempts").items())
        access.attempts.push_back(known.attempt(attempt));
    return access;
}

} // namespace postern::evidence
