#include "cli/plan_output.hpp"

#include "base/counted.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <ostream>

namespace postern::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view plan_format = "postern-plan-1";

std::string place(platform::Position const& position)
{
    return fmt::format("{}:{}", position.line, position.column);
}

std::string properties(platform::Endpoint const& endpoint)
{
    std::string text(name(endpoint.kind));
    if (endpoint.audience == platform::Audience::administrators)
        text += ", for administrators";
    if (endpoint.caching == platform::Caching::cacheable)
        text += ", cacheable";
    return text;
}

using Requests = std::vector<probes::Step const*>;

std::map<std::string_view, Requests> by_endpoint(scan::Plan const& plan)
{
    std::map<std::string_view, Requests> all;
    for (auto const* step : plan.steps())
        all[step->endpoint].push_back(step);
    return all;
}

// An address in full: it has no spaces at which a line could be broken.
void write_address(http::Request const& request, report::TerminalStyle const& style, report::Screen& screen)
{
    constexpr int indent = 10;
    auto const columns = std::max(style.width_columns, report::terminal_columns_min) - indent;
    auto const text = report::printable(fmt::format("{} {}", request.method, request.url), style.characters);
    for (std::size_t at = 0; at < text.size(); at += static_cast<std::size_t>(columns))
        screen.text(indent, text.substr(at, static_cast<std::size_t>(columns)));
}

void write_endpoints(scan::Plan const& plan, std::map<std::string_view, Requests> const& requests,
                     report::TerminalStyle const& style, report::Screen& screen)
{
    screen.text(0, "Endpoints, with line and column in the descriptor:");
    for (auto const& endpoint : plan.app.endpoints) {
        auto const found = requests.find(endpoint.id);
        auto const count = found == requests.end() ? 0 : found->second.size();
        screen.labelled(
            2, fmt::format("{:>7}", place(endpoint.position)),
            fmt::format("{} ({}): {}", endpoint.id, properties(endpoint), counted(count, "request")));
        if (count > 0)
            write_address(found->second.front()->request, style, screen);
    }
}

// Endpoints of one kind get the same kinds of requests; each list of them is told once.
void write_requests(scan::Plan const& plan, std::map<std::string_view, Requests> const& requests,
                    report::Screen& screen)
{
    std::map<std::vector<std::string>, std::vector<std::string_view>> same;
    for (auto const& endpoint : plan.app.endpoints)
        if (auto const found = requests.find(endpoint.id); found != requests.end()) {
            std::vector<std::string> what;
            for (auto const* step : found->second)
                what.push_back(fmt::format("{} with {}", step->request.method, step->what));
            same[what].push_back(endpoint.id);
        }
    for (auto const& [what, endpoints] : same) {
        screen.blank();
        screen.text(
            0, fmt::format("To {}{}:", endpoints.size() == 1 ? "" : "each of ", fmt::join(endpoints, ", ")));
        for (auto const& one : what)
            screen.labelled(2, "-", one);
    }
}

// Requests for what is none of the descriptor's endpoints.
void write_beside(Requests const& requests, report::TerminalStyle const& style, report::Screen& screen)
{
    screen.blank();
    screen.text(0, "Beside the endpoints:");
    for (auto const* step : requests) {
        screen.labelled(2, "-", step->what);
        write_address(step->request, style, screen);
    }
}

void write_handshakes(scan::Plan const& plan, report::Screen& screen)
{
    if (plan.tls.targets.empty())
        return;
    screen.blank();
    screen.text(0, "TLS, with handshakes that are never used for a request:");
    for (auto const& target : plan.tls.targets)
        screen.labelled(2, "-",
                        target.seen.not_looked_at.empty()
                            ? fmt::format("{}: up to {} handshakes an address, one after the other",
                                          target.seen.host,
                                          net::TlsObserverOptions().handshakes_per_address_max)
                            : fmt::format("{}: none, {}", target.seen.host, target.seen.not_looked_at));
}

void write_unprobed(scan::Plan const& plan, report::Screen& screen)
{
    if (plan.app.unprobed.empty() && plan.app.unusable.empty())
        return;
    screen.blank();
    screen.text(0, "Not requested:");
    for (auto const& endpoint : plan.app.unusable)
        screen.labelled(2, fmt::format("{:>7}", place(endpoint.position)),
                        fmt::format("{} ({}): {}", endpoint.id, endpoint.pointer, endpoint.unusable));
    for (auto const& url : plan.app.unprobed)
        screen.labelled(2, fmt::format("{:>7}", place(url.position)),
                        fmt::format("{} ({}): {}", url.url, url.pointer, url.reason));
}

void write_dns(scan::Plan const& plan, report::Screen& screen)
{
    if (!plan.dns.asks())
        return;
    screen.blank();
    screen.text(0,
                "Asked of the DNS, for addresses and, where the app runs, for who may issue certificates:");
    for (auto const& question : plan.dns.questions)
        if (question.skipped.empty())
            screen.labelled(2, "-", question.host);
}

Json dns_question(probes::DnsQuestion const& question)
{
    return {{"host", question.host}, {"skipped", question.skipped}};
}

Json later(probes::ProbeInfo const& info, std::size_t requests_max)
{
    return {{"probe", info.id}, {"what", info.title}, {"requests_max", requests_max}};
}

Json position(platform::Position const& position)
{
    return {{"line", position.line}, {"column", position.column}};
}

Json endpoint(platform::Endpoint const& endpoint)
{
    return {{"id", endpoint.id},
            {"kind", name(endpoint.kind)},
            {"module_type", endpoint.module_type},
            {"module_key", endpoint.module_key},
            {"pointer", endpoint.pointer},
            {"position", position(endpoint.position)},
            {"url_template", endpoint.url_template},
            {"absolute_template", endpoint.absolute_template},
            {"context_parameters", endpoint.context_parameters},
            {"audience", name(endpoint.audience)},
            {"caching", name(endpoint.caching)}};
}

// The user's token is not ours to show.
std::string without(std::string text, std::string const& secret)
{
    for (std::size_t at = 0; !secret.empty() && (at = text.find(secret, at)) != std::string::npos;)
        text.replace(at, secret.size(), "[user token]");
    return text;
}

Json request(probes::Step const& step, std::string const& secret)
{
    auto headers = Json::array();
    for (auto const& field : step.request.headers)
        headers.push_back({{"name", field.name}, {"value", without(field.value, secret)}});
    return {{"endpoint", step.endpoint},
            {"what", step.what},
            {"method", step.request.method},
            {"url", without(step.request.url, secret)},
            {"headers", std::move(headers)},
            {"body", step.request.body},
            {"redirects", step.redirects == probes::Redirects::followed ? "followed" : "not_followed"}};
}

} // namespace

void write_plan_table(scan::Plan const& plan, report::TerminalStyle const& style, std::ostream& out)
{
    report::Screen screen(out, style);
    auto requests = by_endpoint(plan);
    auto const beside = requests.extract("");
    screen.labelled(0, "App     ", fmt::format("{} ({})", plan.app.name, plan.app.key));
    screen.labelled(0, "Base URL", plan.app.base_url.text());
    screen.blank();
    write_endpoints(plan, requests, style, screen);
    write_requests(plan, requests, screen);
    if (beside)
        write_beside(beside.mapped(), style, screen);
    write_handshakes(plan, screen);
    write_dns(plan, screen);
    write_unprobed(plan, screen);
    screen.blank();
    screen.text(0, fmt::format("Besides, {}: at most {} requests, which only the pages' answers tell.",
                               probes::resources_info.title, probes::resources_max));
    if (plan.dns.asks())
        screen.text(0, fmt::format("Where a name leads to a hosting service, GET http://NAME/: at most {}.",
                                   counted(plan.dns.pages_max(), "request")));
    screen.text(0, "A context is a made-up tenant with a user, an issue and so on; a and b share nothing. "
                   "--format json has every request in full.");
    screen.text(0,
                fmt::format("{} to {}, redirects aside; none was sent.",
                            counted(plan.steps().size(), "request"), counted(requests.size(), "endpoint")));
}

void write_plan_json(scan::Plan const& plan, std::ostream& out)
{
    auto endpoints = Json::array();
    for (auto const& each : plan.app.endpoints)
        endpoints.push_back(endpoint(each));
    auto unprobed = Json::array();
    for (auto const& each : plan.app.unusable)
        unprobed.push_back({{"pointer", each.pointer},
                            {"position", position(each.position)},
                            {"url", each.url_template},
                            {"reason", each.unusable}});
    for (auto const& url : plan.app.unprobed)
        unprobed.push_back({{"pointer", url.pointer},
                            {"position", position(url.position)},
                            {"url", url.url},
                            {"reason", url.reason}});
    auto handshakes = Json::array();
    for (auto const& target : plan.tls.targets)
        handshakes.push_back(
            {{"host", target.seen.host},
             {"per_address_max",
              target.seen.not_looked_at.empty() ? net::TlsObserverOptions().handshakes_per_address_max : 0},
             {"not_looked_at", target.seen.not_looked_at}});
    auto requests = Json::array();
    for (auto const* steps : {&plan.access.steps, &plan.cross_origin.steps, &plan.exposed_paths.steps,
                              &plan.input.steps, &plan.tls.steps, &plan.lifecycle.steps})
        for (auto const& step : *steps)
            requests.push_back(request(step, ""));
    for (auto const& step : plan.admin.steps)
        requests.push_back(request(step, step.token));
    auto afterwards = Json::array({later(probes::resources_info, probes::resources_max)});
    if (plan.dns.asks())
        afterwards.push_back(later(probes::dns_info, plan.dns.pages_max()));
    auto dns = Json::array();
    for (auto const& question : plan.dns.questions)
        dns.push_back(dns_question(question));
    Json const json{{"format", plan_format},
                    {"app_key", plan.app.key},
                    {"app_name", plan.app.name},
                    {"base_url", plan.app.base_url.text()},
                    {"descriptor_warnings", plan.app.warnings},
                    {"endpoints", std::move(endpoints)},
                    {"not_requested", std::move(unprobed)},
                    {"handshakes", std::move(handshakes)},
                    {"requests", std::move(requests)},
                    {"later", std::move(afterwards)},
                    {"dns", std::move(dns)}};
    // ASCII only, as no terminal obeys it.
    out << json.dump(2, ' ', true, Json::error_handler_t::replace) << '\n';
}

} // namespace postern::cli
