#include "base/assert.hpp"
#include "evidence/bytes_json.hpp"
#include "evidence/each_exchange.hpp"
#include "evidence/json.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <ostream>
#include <string_view>
#include <vector>

namespace postern::evidence {
namespace {

using Json = nlohmann::ordered_json;

// Every exchange in the order in which the evidence names it, each id once.
class Exchanges {
public:
    explicit Exchanges(Evidence const& evidence)
    {
        each_exchange(evidence,
                      [this](std::string const&, http::Exchange const& exchange) { add(exchange); });
    }

    [[nodiscard]] std::vector<http::Exchange const*> const& in_order() const { return in_order_; }

private:
    void add(http::Exchange const& exchange)
    {
        auto const [known, is_new] = by_id_.emplace(exchange.id, &exchange);
        if (is_new)
            in_order_.push_back(&exchange);
        else
            POSTERN_ASSERT(*known->second == exchange, "two exchanges share one id");
    }

    std::map<std::string_view, http::Exchange const*> by_id_;
    std::vector<http::Exchange const*> in_order_;
};

Json list(std::vector<std::string> const& texts)
{
    auto all = Json::array();
    for (auto const& text : texts)
        all.push_back(bytes_to_json(text));
    return all;
}

Json position(platform::Position const& position)
{
    return {{"line", position.line}, {"column", position.column}};
}

Json target(Target const& target)
{
    return {{"platform", bytes_to_json(target.platform)},
            {"descriptor", bytes_to_json(target.descriptor)},
            {"app_key", bytes_to_json(target.app_key)},
            {"app_name", bytes_to_json(target.app_name)},
            {"base_url", bytes_to_json(target.base_url)},
            {"authentication", target.authentication == platform::Authentication::jwt ? "jwt" : "none"}};
}

Json endpoint(platform::Endpoint const& endpoint)
{
    return {{"id", bytes_to_json(endpoint.id)},
            {"kind", name(endpoint.kind)},
            {"module_type", bytes_to_json(endpoint.module_type)},
            {"module_key", bytes_to_json(endpoint.module_key)},
            {"pointer", bytes_to_json(endpoint.pointer)},
            {"position", position(endpoint.position)},
            {"url_template", bytes_to_json(endpoint.url_template)},
            {"absolute_template", bytes_to_json(endpoint.absolute_template)},
            {"context_parameters", list(endpoint.context_parameters)},
            {"audience", name(endpoint.audience)},
            {"caching", name(endpoint.caching)}};
}

Json unprobed(platform::Unprobed const& unprobed)
{
    return {{"pointer", bytes_to_json(unprobed.pointer)},
            {"position", position(unprobed.position)},
            {"url", bytes_to_json(unprobed.url)},
            {"reason", bytes_to_json(unprobed.reason)}};
}

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

Json attempt(Attempt const& attempt)
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

Json lifecycle_attempt(LifecycleAttempt const& attempt)
{
    return {{"endpoint", bytes_to_json(attempt.endpoint)},
            {"event", bytes_to_json(attempt.event)},
            {"forgery", name(attempt.forgery)},
            {"exchange", bytes_to_json(attempt.exchange.id)}};
}

Json admin_attempt(AdminAttempt const& admin)
{
    return {{"endpoint", bytes_to_json(admin.endpoint)},
            {"binding", name(admin.binding)},
            {"without_token", attempt(admin.without_token)},
            {"with_token", attempt(admin.with_token)}};
}

template <typename Items, typename MakeJson>
Json list(Items const& items, MakeJson make_json)
{
    auto all = Json::array();
    for (auto const& item : items)
        all.push_back(make_json(item));
    return all;
}

Json headers(http::Headers const& headers)
{
    return list(headers, [](http::HeaderField const& field) {
        return Json::array({field.name, bytes_to_json(field.value)});
    });
}

Json exchange(http::Exchange const& exchange)
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

// The object of the file: a line a member, and a line an item of the long lists.
class Writer {
public:
    explicit Writer(std::ostream& out) : out_(out) {}

    void member(std::string_view name, Json const& value) { begin(name) << value.dump(); }

    template <typename Items, typename MakeJson>
    void lines(std::string_view name, Items const& items, MakeJson make_json)
    {
        begin(name) << '[';
        std::string_view separator = "\n";
        for (auto const& item : items) {
            out_ << separator << make_json(item).dump();
            separator = ",\n";
        }
        out_ << ']';
    }

    // A member whose value is an object that begins with the members of `head` and ends with a long list.
    template <typename Items, typename MakeJson>
    void part(std::string_view name, Json const& head, Items const& attempts, MakeJson make_json)
    {
        begin(name) << '{';
        for (auto const& [member, value] : head.items())
            out_ << '"' << member << "\":" << value.dump() << ',';
        first_ = true;
        lines("attempts", attempts, make_json);
        out_ << '}';
    }

private:
    std::ostream& begin(std::string_view name)
    {
        out_ << (first_ ? "" : ",\n") << '"' << name << "\":";
        first_ = false;
        return out_;
    }

    std::ostream& out_;
    bool first_ = true;
};

} // namespace

void write_json(Evidence const& evidence, std::ostream& out)
{
    Exchanges const exchanges(evidence);
    out << "{\n";
    Writer writer(out);
    writer.member("format", evidence_format);
    writer.member("tool_version", bytes_to_json(evidence.tool_version));
    writer.member("target", target(evidence.target));
    writer.member("started_at_ms", evidence.started_at.time_since_epoch().count());
    writer.member("ended_at_ms", evidence.ended_at.time_since_epoch().count());
    writer.member("gaps", list(evidence.completeness.gaps));
    writer.member("descriptor_warnings", list(evidence.descriptor_warnings));
    writer.lines("endpoints", evidence.endpoints, endpoint);
    writer.lines("unprobed", evidence.unprobed, unprobed);
    if (evidence.access)
        writer.part("access", {{"contexts", list(evidence.access->contexts, context)}},
                    evidence.access->attempts, attempt);
    if (evidence.lifecycle)
        writer.part("lifecycle", Json::object(), evidence.lifecycle->attempts, lifecycle_attempt);
    if (evidence.admin) {
        bool const given = evidence.admin->user_token == AdminAttempts::UserToken::given;
        writer.part(
            "admin",
            {{"user_token", given ? "given" : "not_given"}, {"endpoints", list(evidence.admin->endpoints)}},
            evidence.admin->attempts, admin_attempt);
    }
    writer.lines("exchanges", exchanges.in_order(), [](http::Exchange const* one) { return exchange(*one); });
    out << "\n}\n";
}

} // namespace postern::evidence
