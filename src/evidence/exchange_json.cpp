#include "evidence/json_parts.hpp"

namespace postern::evidence {
namespace {

Json headers(http::Headers const& headers)
{
    return list(headers, [](http::HeaderField const& field) {
        return Json::array({field.name, bytes_to_json(field.value)});
    });
}

http::Headers read_headers(Node const& node)
{
    http::Headers headers;
    for (auto const& field : node.items()) {
        auto const [name, value] = field.pair();
        if (auto const added = headers.add(name, value); !added)
            field.complain(std::string(http::describe(added.error())));
    }
    return headers;
}

http::Request read_request(Node const& node)
{
    return {.method = node.member("method").bytes(),
            .url = node.member("url").bytes(),
            .headers = read_headers(node.member("headers")),
            .body = node.member("body").bytes()};
}

http::Response read_response(Node const& node)
{
    return {.status = static_cast<int>(node.member("status").number(0, 999)),
            .version = node.member("version").bytes(),
            .headers = read_headers(node.member("headers")),
            .body = node.member("body").bytes(),
            .body_bytes = static_cast<std::uint64_t>(node.member("body_bytes").number(0, number_max))};
}

} // namespace

Json exchange_json(http::Exchange const& exchange)
{
    auto const& request = exchange.request;
    Json json{{"id", bytes_to_json(exchange.id)},
              {"request",
               {{"method", bytes_to_json(request.method)},
                {"url", bytes_to_json(request.url)},
                {"headers", headers(request.headers)},
                {"body", bytes_to_json(request.body)}}}};
    if (auto const* response = exchange.response()) {
        json["response"] = {{"status", response->status},
                            {"version", bytes_to_json(response->version)},
                            {"headers", headers(response->headers)},
                            {"body", bytes_to_json(response->body)},
                            {"body_bytes", response->body_bytes}};
    } else {
        auto const& failure = std::get<http::TransportFailure>(exchange.outcome);
        json["failure"] = {{"kind", name(failure.kind)}, {"message", bytes_to_json(failure.message)}};
    }
    json["elapsed_us"] = exchange.elapsed.count();
    return json;
}

http::Exchange read_exchange(Node const& node)
{
    http::Exchange exchange{.id = node.member("id").bytes(),
                            .request = read_request(node.member("request")),
                            .elapsed =
                                std::chrono::microseconds(node.member("elapsed_us").number(0, number_max))};
    auto const response = node.optional_member("response");
    auto const failure = node.optional_member("failure");
    if (response.has_value() == failure.has_value())
        node.complain("an exchange has either a \"response\" or a \"failure\"");
    else if (response)
        exchange.outcome = read_response(*response);
    else
        exchange.outcome =
            http::TransportFailure{failure->member("kind").word(http::transport_failure_kind_from),
                                   failure->member("message").bytes()};
    return exchange;
}

} // namespace postern::evidence
