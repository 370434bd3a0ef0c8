#include "base/base64.hpp"
#include "http/method.hpp"
#include "http/url.hpp"
#include "platform/connect/located_json.hpp"
#include "simulator/inspector/har.hpp"
#include "simulator/inspector/har_time.hpp"
#include "simulator/inspector/party.hpp"
#include "simulator/request/bounded_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace postern::simulator::inspector {
namespace {

using Json = nlohmann::json;

constexpr double milliseconds_max = 24.0 * 3600 * 1000;
constexpr double bytes_max = 1e15;

// Where the reader is. The first thing that does not fit ends the reading.
class Place {
public:
    Place(Json const& json, std::string path) : json_(json), path_(std::move(path)) {}

    [[nodiscard]] Place member(std::string const& name) const
    {
        auto const inside = path_.empty() ? name : path_ + "." + name;
        if (!json_.is_object())
            throw HarError{"this is no object", path_};
        auto const found = json_.find(name);
        if (found == json_.end())
            throw HarError{"this is missing", inside};
        return {*found, inside};
    }

    [[nodiscard]] bool has(char const* name) const { return json_.is_object() && json_.contains(name); }

    [[nodiscard]] bool is_null() const { return json_.is_null(); }

    [[nodiscard]] std::vector<Place> list(std::size_t max) const
    {
        if (!json_.is_array())
            throw HarError{"this is no list", path_};
        if (json_.size() > max)
            throw HarError{fmt::format("this has {} members; at most {} are read", json_.size(), max), path_};
        std::vector<Place> places;
        for (std::size_t i = 0; i < json_.size(); ++i)
            places.emplace_back(json_[i], fmt::format("{}[{}]", path_, i));
        return places;
    }

    [[nodiscard]] std::string text() const
    {
        if (!json_.is_string())
            throw HarError{"this is no text", path_};
        return json_.get<std::string>();
    }

    [[nodiscard]] bool truth() const
    {
        if (!json_.is_boolean())
            throw HarError{"this is neither true nor false", path_};
        return json_.get<bool>();
    }

    [[nodiscard]] double number(double min, double max) const
    {
        auto const value = json_.is_number() ? json_.get<double>() : std::nan("");
        if (!(value >= min && value <= max))
            throw HarError{fmt::format("this is no number from {} to {}", min, max), path_};
        return value;
    }

    [[noreturn]] void refuse(std::string message) const { throw HarError{std::move(message), path_}; }

private:
    Json const& json_;
    std::string path_;
};

// Browsers write the pseudo headers of HTTP/2 as well; they are no headers.
http::Headers headers_from(Place const& message)
{
    http::Headers headers;
    if (!message.has("headers"))
        return headers;
    for (auto const& field : message.member("headers").list(har_fields_max)) {
        auto const name = field.member("name").text();
        if (name.starts_with(':'))
            continue;
        if (auto const added = headers.add(name, field.member("value").text()); !added)
            field.refuse(std::string(describe(added.error())));
    }
    return headers;
}

std::string checked_url(Place const& place)
{
    auto url = place.text();
    if (auto const parsed = http::parse_url(url); !parsed)
        place.refuse(std::string(http::describe(parsed.error())));
    return std::string(without_fragment(url));
}

http::Request request_from(Place const& place)
{
    http::Request request{.method = place.member("method").text(),
                          .url = checked_url(place.member("url")),
                          .headers = headers_from(place)};
    if (!http::is_method(request.method))
        place.member("method").refuse("this is no method");
    return request;
}

// A request's body, as far as the archive has it.
struct Posted {
    std::string text;
    std::uint64_t bytes = 0; // more than the text has where that is not all
    std::string note = "";
};

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr auto note_of_fields =
    "The archive has the fields of this form alone: the body was written anew from them.";
constexpr auto note_of_parts = "The archive lists the parts of this form and not the body that was sent: it "
                               "cannot be repeated.";

// As browsers write it: https://url.spec.whatwg.org/#urlencoded-serializing.
std::string form_encoded(std::string_view text)
{
    constexpr std::string_view kept = "*-._";
    std::string out;
    for (auto const c : text) {
        if (c == ' ')
            out += '+';
        else if (std::isalnum(static_cast<unsigned char>(c)) || kept.contains(c))
            out += c;
        else
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string type_of(Place const& data, http::Headers const& headers)
{
    auto type = data.has("mimeType") ? data.member("mimeType").text() : "";
    return type.empty() ? std::string(headers.get("Content-Type").value_or("")) : type;
}

// Of a form: its fields say what they mean, and not how they were sent.
Posted posted_fields(Place const& data, http::Headers const& headers)
{
    auto const type = type_of(data, headers);
    auto is_form = type.empty() || http::equal_ignoring_case(type.substr(0, form_type.size()), form_type);
    Posted posted{.note = note_of_fields};
    for (auto const& field : data.member("params").list(har_params_max)) {
        auto const name = field.member("name").text();
        auto const value = field.has("value") ? field.member("value").text() : "";
        is_form = is_form && !field.has("fileName");
        posted.text.append(posted.text.empty() ? "" : "&").append(form_encoded(name));
        posted.text.append("=").append(form_encoded(value));
        posted.bytes += name.size() + value.size();
    }
    if (posted.text.empty())
        return {};
    if (!is_form)
        return {.text = "", .bytes = std::max<std::uint64_t>(posted.bytes, 1), .note = note_of_parts};
    posted.bytes = posted.text.size();
    return posted;
}

Posted posted_from(Place const& request, http::Headers const& headers)
{
    auto const sized = request.has("bodySize") && !request.member("bodySize").is_null();
    auto const size = sized ? request.member("bodySize").number(-1, bytes_max) : -1;
    auto const bytes = static_cast<std::uint64_t>(std::max(size, 0.0));
    if (!request.has("postData"))
        return {.text = "", .bytes = bytes};
    auto const data = request.member("postData");
    auto text = data.has("text") ? data.member("text").text() : "";
    if (text.empty() && data.has("params"))
        if (auto posted = posted_fields(data, headers); posted.bytes > 0) {
            if (posted.text.empty())
                posted.bytes = std::max(posted.bytes, bytes);
            return posted;
        }
    auto const all = text.empty() ? bytes : text.size(); // what browsers count varies
    return {.text = std::move(text), .bytes = all};
}

std::string content_from(Place const& content)
{
    if (!content.has("text"))
        return "";
    auto text = content.member("text").text();
    if (!content.has("encoding") || content.member("encoding").text() != "base64")
        return text;
    auto decoded = base64_decode(text);
    if (!decoded)
        content.member("text").refuse("this is no base64");
    return *std::move(decoded);
}

// Nothing for status 0, and -1 of some browsers: there was no answer, or it was not seen.
std::optional<http::Outcome> outcome_from(Place const& place)
{
    auto const status = static_cast<int>(place.member("status").number(-1, 999));
    if (status <= 0)
        return std::nullopt;
    http::Response response{.status = status, .headers = headers_from(place)};
    if (place.has("content")) {
        auto const content = place.member("content");
        response.body = content_from(content);
        response.body_bytes = response.body.size();
        if (content.has("size")) {
            auto const size = content.member("size").number(-1, bytes_max);
            response.body_bytes =
                std::max(response.body_bytes, static_cast<std::uint64_t>(std::max(size, 0.0)));
        }
    }
    return response;
}

// What this program wrote itself, or nobody did.
std::optional<Place> own_member(Place const& entry, char const* name)
{
    if (!entry.has("_postern") || !entry.member("_postern").has(name))
        return std::nullopt;
    return entry.member("_postern").member(name);
}

std::string short_text(Place const& place)
{
    auto text = place.text();
    if (text.size() > har_words_max_bytes)
        place.refuse(fmt::format("this has more than {} bytes", har_words_max_bytes));
    return text;
}

std::string word(Place const& entry, char const* name, std::string_view otherwise)
{
    auto const place = own_member(entry, name);
    return place ? short_text(*place) : std::string(otherwise);
}

// Of a request's body that this program has cut.
std::uint64_t bytes_before_cut(Place const& entry)
{
    auto const place = own_member(entry, "requestBytes");
    return place ? static_cast<std::uint64_t>(place->number(0, bytes_max)) : 0;
}

std::optional<http::Outcome> failure_of(Place const& entry)
{
    auto const place = own_member(entry, "failure");
    if (!place)
        return std::nullopt;
    auto const kind = http::transport_failure_kind_from(place->member("kind").text());
    if (!kind)
        place->member("kind").refuse("this is no failure that is known");
    return http::TransportFailure{*kind, short_text(place->member("message"))};
}

std::optional<std::chrono::microseconds> elapsed_of(Place const& entry)
{
    auto const known = own_member(entry, "durationKnown");
    if ((known && !known->truth()) || !entry.has("time") || entry.member("time").is_null())
        return std::nullopt;
    return std::chrono::microseconds(
        static_cast<std::int64_t>(entry.member("time").number(0, milliseconds_max) * 1000));
}

// Browsers also write down what they ask of sockets, extensions and themselves ("data:").
bool has_other_scheme(Place const& entry)
{
    if (!entry.has("request") || !entry.member("request").has("url"))
        return false;
    auto const url = entry.member("request").member("url").text();
    auto const scheme = std::string_view(url).substr(0, url.find(':'));
    return scheme.size() < url.size() && !http::equal_ignoring_case(scheme, "http") &&
           !http::equal_ignoring_case(scheme, "https");
}

RecordedExchange entry_from(Place const& place, std::string_view site)
{
    RecordedExchange exchange;
    auto const started = place.member("startedDateTime");
    auto const at = har_time_from(started.text());
    if (!at)
        started.refuse("this is no time as 2009-07-24T19:20:30.45+01:00");
    auto const direction = direction_from(word(place, "direction", name(Direction::browser_to_elsewhere)));
    exchange.start = {.at = *at,
                      .site = word(place, "site", site),
                      .direction = direction.value_or(Direction::browser_to_elsewhere),
                      .purpose = word(place, "purpose", har_purpose_unknown),
                      .request = request_from(place.member("request")),
                      .change = word(place, "change", "")};
    auto posted = posted_from(place.member("request"), exchange.start.request.headers);
    exchange.start.request.body = std::move(posted.text);
    exchange.request_body_bytes = std::max(posted.bytes, bytes_before_cut(place));
    exchange.outcome = outcome_from(place.member("response"));
    if (!exchange.outcome)
        exchange.outcome = failure_of(place);
    exchange.note = word(place, "note", "");
    if (!posted.note.empty())
        exchange.note = std::move(posted.note);
    exchange.elapsed = elapsed_of(place);
    return exchange;
}

HarError no_archive(std::string_view text, JsonError const& error)
{
    switch (error.problem) {
    case JsonProblem::no_json: {
        auto const [line, column] = platform::connect::LineIndex(text).at(error.offset);
        return {error.offset < text.size() ? "this is no JSON" : "this is no JSON: it ends too early",
                fmt::format("line {}, column {}", line, column)};
    }
    case JsonProblem::too_deep:
        return {fmt::format("this has more than {} objects and lists inside each other", har_max_depth), ""};
    case JsonProblem::too_many_values:
        return {fmt::format("this has more than {} values", har_values_max), ""};
    }
    return {};
}

} // namespace

std::expected<std::vector<RecordedExchange>, HarError> read_har(std::string_view text, std::string_view site)
{
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.size() > har_max_bytes)
        return std::unexpected(HarError{fmt::format("an archive has at most {} bytes", har_max_bytes), ""});
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    auto const json = parse_bounded(text, {.depth_max = har_max_depth, .values_max = har_values_max});
    if (!json)
        return std::unexpected(no_archive(text, json.error()));
    try {
        auto const entries = Place(*json, "").member("log").member("entries").list(har_entries_max);
        std::vector<RecordedExchange> exchanges;
        exchanges.reserve(entries.size());
        for (auto const& entry : entries)
            if (!has_other_scheme(entry))
                exchanges.push_back(entry_from(entry, site));
        return exchanges;
    } catch (HarError const& error) {
        return std::unexpected(error);
    }
}

} // namespace postern::simulator::inspector
