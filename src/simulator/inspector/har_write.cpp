#include "base/base64.hpp"
#include "http/method.hpp"
#include "http/url.hpp"
#include "platform/connect/cut_text.hpp"
#include "platform/connect/qsh.hpp"
#include "simulator/inspector/exchange_json.hpp"
#include "simulator/inspector/har.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ranges>

namespace postern::simulator::inspector {
namespace {

using Json = nlohmann::json;

std::string timestamp(TimePoint time)
{
    auto const seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds.time_since_epoch().count()),
                       (time - seconds).count());
}

Json pair_json(std::string_view name, std::string_view value) { return {{"name", name}, {"value", value}}; }

Json headers_json(http::Headers const& headers)
{
    Json fields = Json::array();
    for (auto const& [name, value] : headers | std::views::take(har_fields_max))
        fields.push_back(pair_json(name, value));
    return fields;
}

// "name=value" of every piece between `separator`s.
Json pairs_json(std::string_view text, char separator, bool decoded)
{
    Json pairs = Json::array();
    auto const read = [decoded](std::string_view part) {
        return decoded ? http::form_decode(part) : std::string(part);
    };
    while (!text.empty()) {
        auto const end = text.find(separator);
        auto part = text.substr(0, end);
        part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
        auto const equals = part.find('=');
        if (!part.empty())
            pairs.push_back(pair_json(read(part.substr(0, equals)),
                                      equals == std::string_view::npos ? "" : read(part.substr(equals + 1))));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return pairs;
}

Json cookies_json(http::Headers const& headers, std::string_view name)
{
    Json cookies = Json::array();
    for (auto const field : headers.all(name))
        for (auto const& cookie :
             pairs_json(name == "Cookie" ? field : field.substr(0, field.find(';')), ';', false))
            cookies.push_back(cookie);
    return cookies;
}

bool is_utf8(std::string const& text)
{
    try {
        (void)Json(text).dump();
        return true;
    } catch (Json::type_error const&) {
        return false;
    }
}

// What masks a secret may not stand in an address as it is.
std::string address(std::string const& url)
{
    auto const parsed = http::parse_url(url);
    return parsed ? parsed->text() : url;
}

// What is no UTF-8 is replaced there, and gets longer by it.
std::string as_written(std::string const& text) { return Json::parse(printed(text)).get<std::string>(); }

// What of an exchange is beyond the limits of reading, is cut here.
class Shortened {
public:
    explicit Shortened(RecordedExchange const& whole) : exchange_(whole)
    {
        auto& request = exchange_.start.request;
        keep_first(request.method, http::method_max_bytes);
        keep_first(request.url, http::url_max_bytes);
        request.url = address(request.url);
        keep_first(request.url, http::url_max_bytes);
        for (auto* const words :
             {&exchange_.start.site, &exchange_.start.purpose, &exchange_.start.change, &exchange_.note})
            keep_words(*words);
        if (exchange_.outcome)
            if (auto* const failure = std::get_if<http::TransportFailure>(&*exchange_.outcome))
                keep_words(failure->message);
        is_cut_ = is_cut_ || request.headers.size() > har_fields_max ||
                  (whole.response() && whole.response()->headers.size() > har_fields_max);
    }

    [[nodiscard]] RecordedExchange const& exchange() const { return exchange_; }
    [[nodiscard]] bool is_cut() const { return is_cut_; }

private:
    void keep_first(std::string& text, std::size_t bytes_max)
    {
        is_cut_ = is_cut_ || text.size() > bytes_max;
        text = platform::connect::cut_text(text, bytes_max);
    }

    void keep_words(std::string& words)
    {
        words = as_written(words);
        keep_first(words, har_words_max_bytes);
    }

    RecordedExchange exchange_;
    bool is_cut_ = false;
};

Json request_json(RecordedExchange const& exchange)
{
    auto const& request = exchange.start.request;
    Json json{{"method", request.method},
              {"url", request.url},
              {"httpVersion", "HTTP/1.1"},
              {"cookies", cookies_json(request.headers, "Cookie")},
              {"headers", headers_json(request.headers)},
              {"queryString", pairs_json(platform::connect::query_of(request.url), '&', true)},
              {"headersSize", -1},
              {"bodySize", exchange.request_body_bytes}};
    if (!request.body.empty()) {
        json["postData"] = {{"mimeType", request.headers.get("Content-Type").value_or("")},
                            {"text", request.body}};
        if (exchange.request_truncated())
            json["postData"]["comment"] = "the rest was not kept";
    }
    return json;
}

Json content_json(http::Response const& response)
{
    Json content{{"size", response.body_bytes},
                 {"mimeType", response.headers.get("Content-Type").value_or("application/octet-stream")}};
    if (is_utf8(response.body)) {
        content["text"] = response.body;
    } else {
        content["text"] = base64_encode(response.body);
        content["encoding"] = "base64";
    }
    if (response.body_truncated())
        content["comment"] = "the rest was not kept";
    return content;
}

Json response_json(http::Response const& response)
{
    return {{"status", response.status},
            {"statusText", ""},
            {"httpVersion", "HTTP/" + response.version},
            {"cookies", cookies_json(response.headers, "Set-Cookie")},
            {"headers", headers_json(response.headers)},
            {"content", content_json(response)},
            {"redirectURL", response.headers.get("Location").value_or("")},
            {"headersSize", -1},
            {"bodySize", -1}};
}

Json no_response_json()
{
    return {{"status", 0},
            {"statusText", ""},
            {"httpVersion", ""},
            {"cookies", Json::array()},
            {"headers", Json::array()},
            {"content", {{"size", 0}, {"mimeType", "application/octet-stream"}}},
            {"redirectURL", ""},
            {"headersSize", -1},
            {"bodySize", -1}};
}

Json failure_json(http::TransportFailure const& failure)
{
    return {{"kind", http::name(failure.kind)}, {"message", failure.message}};
}

std::string comment(Shortened const& shortened)
{
    auto const& exchange = shortened.exchange();
    std::string comment;
    if (!exchange.outcome)
        comment = "the answer was not seen";
    else if (!exchange.response())
        comment = "no answer: " + std::get<http::TransportFailure>(*exchange.outcome).message;
    if (shortened.is_cut())
        comment.append(comment.empty() ? "" : "; ").append("what is too long for an archive was left out");
    return comment;
}

Json entry_json(RecordedExchange const& whole)
{
    Shortened const shortened(whole);
    auto const& exchange = shortened.exchange();
    auto const& start = exchange.start;
    auto const* const response = exchange.response();
    auto const ms = exchange.elapsed ? static_cast<double>(exchange.elapsed->count()) / 1000 : 0.0;
    Json json{{"startedDateTime", timestamp(start.at)},
              {"time", ms},
              {"request", request_json(exchange)},
              {"response", response ? response_json(*response) : no_response_json()},
              {"cache", Json::object()},
              {"timings", {{"send", 0}, {"wait", ms}, {"receive", 0}}},
              {"_postern",
               {{"id", exchange.id},
                {"site", start.site},
                {"direction", name(start.direction)},
                {"purpose", start.purpose},
                {"change", start.change},
                {"note", exchange.note}}}};
    if (exchange.request_truncated())
        json["_postern"]["requestBytes"] = exchange.request_body_bytes;
    if (start.repeats)
        json["_postern"]["repeats"] = *start.repeats;
    if (!exchange.elapsed)
        json["_postern"]["durationKnown"] = false;
    if (exchange.outcome && !response)
        json["_postern"]["failure"] = failure_json(std::get<http::TransportFailure>(*exchange.outcome));
    if (auto words = comment(shortened); !words.empty())
        json["comment"] = std::move(words);
    return json;
}

} // namespace

Json har_json(std::vector<RecordedExchange> const& exchanges)
{
    Json entries = Json::array();
    for (auto const& exchange : exchanges)
        entries.push_back(entry_json(exchange));
    return {{"log",
             {{"version", "1.2"},
              {"creator", {{"name", "postern simulator"}, {"version", POSTERN_VERSION}}},
              {"entries", std::move(entries)}}}};
}

} // namespace postern::simulator::inspector
