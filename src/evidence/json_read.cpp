#include "evidence/json.hpp"
#include "evidence/json_node.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <istream>
#include <map>
#include <set>
#include <utility>

namespace postern::evidence {
namespace {

using nlohmann::json;

// Whole numbers that every JSON reader keeps exact: RFC 8259 section 6.
constexpr std::int64_t number_max = (std::int64_t{1} << 53) - 1;
// The last millisecond of the year 9999; later ones have no ISO 8601 text of the usual form.
constexpr std::int64_t time_max_ms = 253'402'300'799'999;
constexpr std::int64_t line_max = 1'000'000'000;

std::optional<platform::TokenPlacement> placement_from(std::string_view text)
{
    for (auto const placement :
         {platform::TokenPlacement::authorization_header, platform::TokenPlacement::query_parameter})
        if (platform::name(placement) == text)
            return placement;
    return std::nullopt;
}

std::optional<platform::Authentication> authentication_from(std::string_view text)
{
    if (text == "jwt")
        return platform::Authentication::jwt;
    return text == "none" ? std::optional(platform::Authentication::none) : std::nullopt;
}

std::optional<AdminAttempts::UserToken> user_token_from(std::string_view text)
{
    if (text == "given")
        return AdminAttempts::UserToken::given;
    return text == "not_given" ? std::optional(AdminAttempts::UserToken::not_given) : std::nullopt;
}

platform::Position read_position(Node const& node)
{
    return {static_cast<int>(node.member("line").number(0, line_max)),
            static_cast<int>(node.member("column").number(0, line_max))};
}

Target read_target(Node const& node)
{
    return {.platform = node.member("platform").bytes(),
            .descriptor = node.member("descriptor").bytes(),
            .app_key = node.member("app_key").bytes(),
            .app_name = node.member("app_name").bytes(),
            .base_url = node.member("base_url").bytes(),
            .authentication = node.member("authentication").word(authentication_from)};
}

platform::Endpoint read_endpoint(Node const& node)
{
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
            .caching = node.member("caching").word(platform::caching_from)};
}

platform::Unprobed read_unprobed(Node const& node)
{
    return {.pointer = node.member("pointer").bytes(),
            .position = read_position(node.member("position")),
            .url = node.member("url").bytes(),
            .reason = node.member("reason").bytes()};
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

// Reads what names endpoints and exchanges, which were read before.
class Attempts {
public:
    Attempts(Node const& document, Evidence const& evidence)
    {
        for (auto const& endpoint : evidence.endpoints)
            endpoints_.insert(endpoint.id);
        for (auto const& node : document.member("exchanges").items()) {
            auto exchange = read_exchange(node);
            auto id = exchange.id;
            if (!exchanges_.emplace(std::move(id), std::move(exchange)).second)
                node.member("id").complain("another exchange has this id");
        }
    }

    [[nodiscard]] std::string endpoint(Node const& node) const
    {
        auto id = node.bytes();
        if (!endpoints_.contains(id))
            node.complain(fmt::format("no endpoint has the id \"{}\"", id));
        return id;
    }

    // Each attempt gets its own copy: a file that names a large exchange again and again must not grow
    // without end in memory.
    [[nodiscard]] http::Exchange exchange(Node const& node)
    {
        auto const id = node.bytes();
        auto const found = exchanges_.find(id);
        if (found == exchanges_.end()) {
            node.complain(fmt::format("no exchange has the id \"{}\"", id));
            return {};
        }
        if (++places_[id] <= exchange_places_max)
            return found->second;
        node.complain(fmt::format("more than {} attempts name the exchange \"{}\"", exchange_places_max, id));
        return {};
    }

    [[nodiscard]] Attempt attempt(Node const& node)
    {
        Attempt attempt{.endpoint = endpoint(node.member("endpoint")),
                        .credential = node.member("credential").word(credential_from),
                        .detail = node.member("detail").bytes(),
                        .context = node.member("context").bytes(),
                        .stopped = node.member("stopped").bytes()};
        if (auto const placement = node.optional_member("placement"))
            attempt.placement = placement->word(placement_from);
        auto const hops = node.member("exchanges");
        for (auto const& hop : hops.items())
            attempt.hops.push_back(exchange(hop));
        if (attempt.hops.empty())
            hops.complain("an attempt has at least one exchange");
        return attempt;
    }

private:
    std::set<std::string, std::less<>> endpoints_;
    std::map<std::string, http::Exchange, std::less<>> exchanges_;
    std::map<std::string, std::size_t, std::less<>> places_;
};

AccessAttempts read_access(Node const& node, Attempts& known)
{
    AccessAttempts access;
    for (auto const& context : node.member("contexts").items())
        access.contexts.push_back(read_context(context));
    for (auto const& attempt : node.member("attempts").items())
        access.attempts.push_back(known.attempt(attempt));
    return access;
}

LifecycleAttempts read_lifecycle(Node const& node, Attempts& known)
{
    LifecycleAttempts lifecycle;
    for (auto const& attempt : node.member("attempts").items())
        lifecycle.attempts.push_back({.endpoint = known.endpoint(attempt.member("endpoint")),
                                      .event = attempt.member("event").bytes(),
                                      .forgery = attempt.member("forgery").word(lifecycle_forgery_from),
                                      .exchange = known.exchange(attempt.member("exchange"))});
    return lifecycle;
}

AdminAttempts read_admin(Node const& node, Attempts& known)
{
    AdminAttempts admin{.user_token = node.member("user_token").word(user_token_from)};
    for (auto const& endpoint : node.member("endpoints").items())
        admin.endpoints.push_back(known.endpoint(endpoint));
    for (auto const& attempt : node.member("attempts").items())
        admin.attempts.push_back({.endpoint = known.endpoint(attempt.member("endpoint")),
                                  .binding = attempt.member("binding").word(token_binding_from),
                                  .without_token = known.attempt(attempt.member("without_token")),
                                  .with_token = known.attempt(attempt.member("with_token"))});
    return admin;
}

Evidence read_document(Node const& document)
{
    auto const time = [&](std::string_view name) {
        return TimePoint(std::chrono::milliseconds(document.member(name).number(0, time_max_ms)));
    };
    Evidence evidence{.tool_version = document.member("tool_version").bytes(),
                      .target = read_target(document.member("target")),
                      .started_at = time("started_at_ms"),
                      .ended_at = time("ended_at_ms"),
                      .completeness = {document.member("gaps").list_of_bytes()},
                      .descriptor_warnings = document.member("descriptor_warnings").list_of_bytes()};
    std::set<std::string> ids;
    for (auto const& node : document.member("endpoints").items()) {
        evidence.endpoints.push_back(read_endpoint(node));
        if (!ids.insert(evidence.endpoints.back().id).second)
            node.member("id").complain("another endpoint has this id");
    }
    for (auto const& node : document.member("unprobed").items())
        evidence.unprobed.push_back(read_unprobed(node));
    Attempts known(document, evidence);
    if (auto const access = document.optional_member("access"))
        evidence.access = read_access(*access, known);
    if (auto const lifecycle = document.optional_member("lifecycle"))
        evidence.lifecycle = read_lifecycle(*lifecycle, known);
    if (auto const admin = document.optional_member("admin"))
        evidence.admin = read_admin(*admin, known);
    return evidence;
}

std::unexpected<EvidenceError> refused(std::string message, std::string remedy)
{
    return std::unexpected(EvidenceError{.message = std::move(message), .remedy = std::move(remedy)});
}

constexpr auto give_evidence = "give a file that `postern scan --save-evidence FILE` wrote";

// What a parser would build is bounded before it builds anything: each value but the first stands behind one
// of [ { , :
std::expected<void, EvidenceError> check_limits(std::string_view text)
{
    if (text.size() > evidence_file_max_bytes)
        return refused(
            fmt::format("the evidence has more than {} MiB", evidence_file_max_bytes / 1024 / 1024),
            "scan fewer endpoints at once");
    std::size_t depth = 0;
    std::size_t values = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char const c = text[at];
        if (in_string) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                in_string = false;
            continue;
        }
        in_string = c == '"';
        if (c == ']' || c == '}')
            depth -= depth > 0 ? 1 : 0;
        if (c != '[' && c != '{' && c != ',' && c != ':')
            continue;
        depth += c == '[' || c == '{' ? 1 : 0;
        if (depth > evidence_depth_max)
            return refused(fmt::format("the evidence is nested more than {} levels deep", evidence_depth_max),
                           give_evidence);
        if (++values > evidence_values_max)
            return refused(fmt::format("the evidence has more than {} values", evidence_values_max),
                           "scan fewer endpoints at once");
    }
    return {};
}

// Exceptions, since nothing else of the library tells the place.
std::expected<json, EvidenceError> parse(std::string_view text)
{
    if (text.empty())
        return refused("the evidence is empty", give_evidence);
    try {
        return json::parse(text);
    } catch (json::parse_error const& error) {
        auto const before = text.substr(0, std::min<std::size_t>(error.byte, text.size()));
        return refused(fmt::format("the evidence is not JSON: line {}, byte {} of the file",
                                   1 + std::ranges::count(before, '\n'), error.byte),
                       give_evidence);
    } catch (json::out_of_range const&) {
        return refused("the evidence has a number that is out of every range", give_evidence);
    }
}

std::expected<void, EvidenceError> check_format(json const& document)
{
    auto const found = document.is_object() ? document.find("format") : document.end();
    if (found == document.end() || !found->is_string()) {
        bool const report = document.is_object() && document.contains("schema_version");
        return refused(report ? "this is a report, not evidence" : "this is not evidence of a scan",
                       give_evidence);
    }
    auto const& format = found->get_ref<std::string const&>();
    if (format == evidence_format)
        return {};
    if (!format.starts_with("postern-evidence-"))
        return refused("this is not evidence of a scan", give_evidence);
    return std::unexpected(EvidenceError{
        .message = fmt::format("this evidence has the format \"{}\", and only \"{}\" can be read", format,
                               evidence_format),
        .pointer = "/format",
        .remedy = "use the version of Postern that wrote it, or scan again"});
}

} // namespace

std::expected<Evidence, EvidenceError> read_json(std::string_view text)
{
    if (auto const within = check_limits(text); !within)
        return std::unexpected(within.error());
    auto const document = parse(text);
    if (!document)
        return std::unexpected(document.error());
    if (auto const known = check_format(*document); !known)
        return std::unexpected(known.error());
    Defect defect;
    auto evidence = read_document(Node(*document, "", defect));
    if (defect.found())
        return std::unexpected(std::move(defect).error());
    return evidence;
}

std::expected<Evidence, EvidenceError> read_json(std::istream& in)
{
    constexpr std::size_t piece_bytes = 1024 * 1024;
    std::string text;
    while (in && text.size() <= evidence_file_max_bytes) {
        auto const size = text.size();
        text.resize(size + piece_bytes);
        in.read(text.data() + size, piece_bytes);
        text.resize(size + static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad())
        return refused("the evidence cannot be read to its end", "look at the file and its disk");
    return read_json(text);
}

} // namespace postern::evidence
