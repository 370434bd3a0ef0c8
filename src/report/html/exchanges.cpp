#include "report/curl.hpp"
#include "report/html.hpp"
#include "report/html/parts.hpp"
#include "report/html/tokens.hpp"
#include "report/html/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <ostream>
#include <ranges>
#include <utility>

namespace postern::report::html {
namespace {

std::string milliseconds(std::chrono::microseconds elapsed)
{
    return fmt::format("{} ms", thousands(static_cast<std::uint64_t>(
                                    std::chrono::round<std::chrono::milliseconds>(elapsed).count())));
}

// "200 text/html, 1,234 bytes", or why there is no answer.
Markup outcome(http::Exchange const& exchange)
{
    if (auto const* failure = std::get_if<http::TransportFailure>(&exchange.outcome))
        return markup(R"(<span class="status none">no answer</span> {})", in_words(failure->kind));
    auto const& response = *exchange.response();
    return markup(R"(<span class="status s{}">{}</span> {}, {})", response.status / 100, response.status,
                  response.headers.get("Content-Type").value_or("without a content type"),
                  counted(response.body_bytes, "byte", "bytes"));
}

// The address in full stands in the request, and in the JSON report.
std::string_view without_query(std::string_view url) { return url.substr(0, url.find_first_of("?#")); }

Markup title(http::Exchange const& exchange, std::string_view url)
{
    return markup(R"(<code class="id">{}</code> <b>{}</b> <code class="url">{}</code> <span class="outcome">)"
                  R"(<span class="arrow" aria-hidden="true">&rarr;</span> {}, {}</span>)",
                  exchange.id, exchange.request.method, url, outcome(exchange),
                  milliseconds(exchange.elapsed));
}

Markup header_lines(http::Headers const& headers)
{
    std::string all;
    for (auto const& [name, value] : headers)
        all += markup("<b>{}:</b> {}\n", name, value).html;
    return {std::move(all)};
}

// Bytes of the whole characters among the first `bytes_max`.
std::string_view first_bytes(std::string_view body, std::size_t bytes_max)
{
    if (body.size() <= bytes_max)
        return body;
    auto end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(body[end]) & 0xc0) == 0x80)
        --end;
    return body.substr(0, end);
}

Markup pretty_json(std::string const& text)
{
    constexpr int indent = 2;
    try {
        return lines(nlohmann::ordered_json::parse(text).dump(indent));
    } catch (nlohmann::json::exception const&) {
        return lines(text); // numbers beyond every type, "1e400"
    }
}

Markup before_or_after(jwt::NumericDate time, TimePoint scan)
{
    auto const distance = time - std::chrono::floor<std::chrono::seconds>(scan);
    if (distance.count() == 0)
        return {"as the scan began"};
    return markup("{} {} the scan began", duration(std::chrono::abs(distance)),
                  distance.count() < 0 ? "before" : "after");
}

Markup token_times(jwt::Claims const& claims, TimePoint scan)
{
    std::string rows;
    constexpr std::array<std::pair<std::string_view, std::optional<jwt::NumericDate> jwt::Claims::*>, 3> all{
        {{"Issued", &jwt::Claims::issued_at},
         {"Valid from", &jwt::Claims::not_before},
         {"Expires", &jwt::Claims::expires_at}}};
    for (auto const& [name, member] : all)
        if (auto const& time = claims.*member)
            rows += markup("<dt>{}</dt><dd>{} <span class=\"quiet\">{}</span></dd>", name, html::time(*time),
                           before_or_after(*time, scan))
                        .html;
    if (!claims.expires_at)
        rows += "<dt>Expires</dt><dd>never: it has no exp</dd>";
    return {std::move(rows)};
}

void write_token(CarriedToken const& carried, TimePoint scan, std::ostream& out)
{
    if (!carried.token) {
        out << markup(
                   R"(<p class="token-broken">What looks like a token in the {} could not be read: {}.</p>)",
                   carried.where, describe(carried.token.error()))
                   .html
            << '\n';
        return;
    }
    auto const& token = *carried.token;
    out << markup(
               R"(<details class="token"><summary>Decoded token <span class="quiet">in the {}: alg {}, {}</span></summary>
<dl class="facts">{}</dl>
<div class="pair"><div><h6>Header</h6><pre tabindex="0">{}</pre></div>
<div><h6>Claims</h6><pre tabindex="0">{}</pre></div></div></details>
)",
               carried.where, token.algorithm,
               token.signature.empty()
                   ? std::string("no signature")
                   : counted(token.signature.size(), "byte of signature", "bytes of signature"),
               token_times(token.claims, scan), pretty_json(token.header), pretty_json(token.payload))
               .html;
}

} // namespace

Exchanges::Exchanges(Report const& report) : report_(report)
{
    for (auto const& exchange : report.exchanges)
        by_id_.emplace(exchange.id, &exchange);
}

Markup Exchanges::body(std::string_view body, std::uint64_t all_bytes)
{
    auto const left = html_bodies_max_bytes - std::min(bodies_bytes_, html_bodies_max_bytes);
    auto const shown = first_bytes(body, std::min(html_body_max_bytes, left));
    bodies_bytes_ += shown.size();
    auto const rest = all_bytes - std::min<std::uint64_t>(all_bytes, shown.size());
    auto const note = rest == 0 ? Markup{}
                                : markup("<i class=\"cut\">{}{} not shown here</i>",
                                         shown.empty() ? "" : "\n\u2026 ", counted(rest, "byte", "bytes"));
    return {escaped_lines(shown) + note.html};
}

void Exchanges::write_full(http::Exchange const& exchange, std::ostream& out)
{
    auto const& request = exchange.request;
    out << markup(R"(<div class="exchange" id="{}"><h5>{}</h5>
<div class="pair"><div><h6>Request</h6><pre tabindex="0">{} {}
{}
{}</pre></div>
<div><h6>Response</h6><pre tabindex="0">)",
                  element_id("exchange", exchange.id), title(exchange, without_query(request.url)),
                  request.method, request.url, header_lines(request.headers),
                  body(request.body, request.body.size()))
               .html;
    if (auto const* response = exchange.response())
        out << markup("HTTP/{} {}\n{}\n{}", response->version, response->status,
                      header_lines(response->headers), body(response->body, response->body_bytes))
                   .html;
    else if (auto const* failure = std::get_if<http::TransportFailure>(&exchange.outcome))
        out << markup("No answer: {}", failure->message).html;
    out << "</pre></div></div>\n";
    for (auto const& token : carried_tokens(request))
        write_token(token, report_.started_at, out);
    out << to_copy(curl_line(request, report_.target), "Copy curl").html;
    out << "</div>\n";
}

void Exchanges::write_line(http::Exchange const& exchange, std::ostream& out)
{
    auto const line = title(exchange, without_query(exchange.request.url));
    if (written_.contains(exchange.id))
        out << markup("<li><a href=\"#{}\">shown above</a> {}</li>\n", element_id("exchange", exchange.id),
                      line)
                   .html;
    else
        out << markup("<li>{}</li>\n", line).html;
}

void Exchanges::write(Finding const& finding, std::ostream& out)
{
    std::vector<http::Exchange const*> in_a_line;
    std::size_t in_full = 0;
    auto const in_full_max = written_.size() < html_many_exchanges  ? html_finding_exchanges_max
                             : written_.size() < html_exchanges_max ? 1
                                                                    : 0;
    for (auto const& id : finding.exchanges) {
        auto const found = by_id_.find(id);
        if (found == by_id_.end())
            continue;
        if (in_full < in_full_max && !written_.contains(id)) {
            write_full(*found->second, out);
            written_.insert(found->first);
            ++in_full;
        } else {
            in_a_line.push_back(found->second);
        }
    }
    if (in_a_line.empty())
        return;
    out << markup("<h5>{}</h5>\n<ul class=\"exchange-lines\">\n",
                  in_full == 0 ? "Requests" : "More requests that show it")
               .html;
    for (auto const* exchange : in_a_line | std::views::take(html_finding_exchange_lines_max))
        write_line(*exchange, out);
    if (in_a_line.size() > html_finding_exchange_lines_max)
        out << markup("<li class=\"quiet\">and {} more; the JSON report has all</li>\n",
                      thousands(in_a_line.size() - html_finding_exchange_lines_max))
                   .html;
    out << "</ul>\n";
}

} // namespace postern::report::html
