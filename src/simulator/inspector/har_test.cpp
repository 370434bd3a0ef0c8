#include "http/method.hpp"
#include "http/url.hpp"
#include "simulator/inspector/exchange_json.hpp"
#include "simulator/inspector/har.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace postern::simulator::inspector {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

RecordedExchange answered()
{
    auto response = http::make_response(302, "text/plain", "gone");
    response.headers.set("Location", "/there");
    response.headers.set("Set-Cookie", "b=2; HttpOnly");
    RecordedExchange exchange;
    exchange.id = 7;
    exchange.start = {.at = TimePoint(std::chrono::milliseconds(1'764'000'000'045)),
                      .site = "beta",
                      .direction = Direction::host_to_app,
                      .purpose = "webhook jira:issue_updated",
                      .request = {.method = "POST",
                                  .url = "http://a.example/x?a=1&b=%2F+c&flag",
                                  .headers = {{"Content-Type", "application/json"}, {"Cookie", "a=1; c=3"}},
                                  .body = "{}"},
                      .repeats = 3,
                      .change = "Without a token"};
    exchange.request_body_bytes = 2;
    exchange.outcome = response;
    exchange.elapsed = std::chrono::microseconds(12'500);
    exchange.note = "a note";
    return exchange;
}

// The rules of the specification for one object: which members it must have and of which type.
void expect_members(Json const& object, std::map<std::string, Json::value_t> const& members,
                    std::string const& what)
{
    ASSERT_TRUE(object.is_object()) << what;
    for (auto const& [name, type] : members) {
        ASSERT_TRUE(object.contains(name)) << what << " lacks " << name;
        auto const& value = object.at(name);
        auto const fits = type == Json::value_t::number_float ? value.is_number() : value.type() == type;
        EXPECT_TRUE(fits) << what << "." << name << " is " << value.type_name();
    }
}

constexpr auto text = Json::value_t::string;
constexpr auto number = Json::value_t::number_float;
constexpr auto list = Json::value_t::array;
constexpr auto object = Json::value_t::object;

void expect_pairs(Json const& pairs, std::string const& what)
{
    for (auto const& pair : pairs)
        expect_members(pair, {{"name", text}, {"value", text}}, what);
}

void expect_har(Json const& har)
{
    expect_members(har, {{"log", object}}, "the file");
    auto const& log = har.at("log");
    expect_members(log, {{"version", text}, {"creator", object}, {"entries", list}}, "log");
    EXPECT_EQ(log.at("version"), "1.2");
    expect_members(log.at("creator"), {{"name", text}, {"version", text}}, "creator");
    for (auto const& entry : log.at("entries")) {
        expect_members(entry,
                       {{"startedDateTime", text},
                        {"time", number},
                        {"request", object},
                        {"response", object},
                        {"cache", object},
                        {"timings", object}},
                       "entry");
        auto const& request = entry.at("request");
        expect_members(request,
                       {{"method", text},
                        {"url", text},
                        {"httpVersion", text},
                        {"cookies", list},
                        {"headers", list},
                        {"queryString", list},
                        {"headersSize", number},
                        {"bodySize", number}},
                       "request");
        if (request.contains("postData"))
            expect_members(request.at("postData"), {{"mimeType", text}, {"text", text}}, "postData");
        auto const& response = entry.at("response");
        expect_members(response,
                       {{"status", number},
                        {"statusText", text},
                        {"httpVersion", text},
                        {"cookies", list},
                        {"headers", list},
                        {"content", object},
                        {"redirectURL", text},
                        {"headersSize", number},
                        {"bodySize", number}},
                       "response");
        expect_members(response.at("content"), {{"size", number}, {"mimeType", text}}, "content");
        for (auto const* name : {"cookies", "headers"}) {
            expect_pairs(request.at(name), name);
            expect_pairs(response.at(name), name);
        }
        expect_pairs(request.at("queryString"), "queryString");
        auto const& timings = entry.at("timings");
        expect_members(timings, {{"send", number}, {"wait", number}, {"receive", number}}, "timings");
        auto sum = 0.0;
        for (auto const& [phase, ms] : timings.items()) {
            EXPECT_GE(ms, 0) << phase << " must be known";
            sum += ms.get<double>();
        }
        EXPECT_DOUBLE_EQ(entry.at("time").get<double>(), sum) << "time is the sum of the phases";
    }
}

TEST(Har, follows_the_rules_of_the_format)
{
    auto unanswered = answered();
    unanswered.outcome.reset();
    unanswered.elapsed.reset();
    auto failed = answered();
    failed.outcome = http::TransportFailure{http::TransportFailureKind::connection_refused, "it refused"};
    auto binary = answered();
    binary.outcome = http::make_response(200, "", "\xff\xfe");
    auto const har = har_json({answered(), unanswered, failed, binary});
    expect_har(har);
    auto const& entries = har.at("log").at("entries");
    EXPECT_EQ(entries.at(1).at("comment"), "the answer was not seen");
    EXPECT_EQ(entries.at(2).at("comment"), "no answer: it refused");
    EXPECT_EQ(entries.at(3).at("response").at("content").at("encoding"), "base64");
    EXPECT_EQ(entries.at(3).at("response").at("content").at("text"), "//4=");
}

TEST(Har, says_what_an_exchange_was)
{
    auto const entry = har_json({answered()}).at("log").at("entries").at(0);
    EXPECT_EQ(entry.at("startedDateTime"), "2025-11-24T16:00:00.045Z");
    EXPECT_EQ(entry.at("time"), 12.5);
    EXPECT_EQ(
        entry.at("request").at("queryString"),
        Json::parse(R"([{"name":"a","value":"1"},{"name":"b","value":"/ c"},{"name":"flag","value":""}])"));
    EXPECT_EQ(entry.at("request").at("cookies"),
              Json::parse(R"([{"name":"a","value":"1"},{"name":"c","value":"3"}])"));
    EXPECT_EQ(entry.at("request").at("postData").at("text"), "{}");
    EXPECT_EQ(entry.at("response").at("cookies"), Json::parse(R"([{"name":"b","value":"2"}])"));
    EXPECT_EQ(entry.at("response").at("redirectURL"), "/there");
    EXPECT_EQ(entry.at("_postern").at("repeats"), 3);
}

TEST(Har, has_addresses_that_can_be_read_where_a_secret_is_masked)
{
    auto exchange = answered();
    exchange.start.request.url = "http://a.example/?token=[masked]";
    auto const har = har_json({exchange});
    EXPECT_EQ(har.at("log").at("entries").at(0).at("request").at("url"),
              "http://a.example/?token=%5Bmasked%5D");
}

TEST(Har, is_read_again_as_it_was)
{
    auto const given = answered();
    auto const read = read_har(har_json({given}).dump(), "alpha");
    ASSERT_TRUE(read) << read.error().place << ": " << read.error().message;
    auto const& again = read->front();
    EXPECT_EQ(again.start.at, given.start.at);
    EXPECT_EQ(again.start.site, "beta");
    EXPECT_EQ(again.start.direction, Direction::host_to_app);
    EXPECT_EQ(again.start.purpose, given.start.purpose);
    EXPECT_EQ(again.start.change, given.start.change);
    EXPECT_EQ(again.note, given.note);
    EXPECT_EQ(again.start.request, given.start.request);
    EXPECT_EQ(again.response()->status, 302);
    EXPECT_EQ(again.response()->headers, given.response()->headers);
    EXPECT_EQ(again.response()->body, "gone");
    EXPECT_EQ(again.elapsed, given.elapsed);
}

TEST(Har, is_read_again_without_what_was_not_known)
{
    auto failed = answered();
    failed.outcome = http::TransportFailure{http::TransportFailureKind::connection_lost, "it hung up"};
    auto unseen = answered();
    unseen.outcome.reset();
    unseen.elapsed.reset();
    auto immediate = answered();
    immediate.elapsed = std::chrono::microseconds(0);
    auto const read = read_har(har_json({failed, unseen, immediate}).dump(), "alpha");
    ASSERT_TRUE(read) << read.error().place << ": " << read.error().message;
    EXPECT_EQ(read->at(0).outcome, failed.outcome);
    EXPECT_EQ(read->at(0).elapsed, failed.elapsed);
    EXPECT_FALSE(read->at(1).outcome);
    EXPECT_FALSE(read->at(1).elapsed);
    EXPECT_EQ(read->at(2).elapsed, immediate.elapsed);
}

TEST(Har, is_read_again_however_long_the_parts_of_an_exchange_are)
{
    struct Row {
        char const* sentence;
        std::function<void(RecordedExchange&)> change;
        std::function<void(RecordedExchange const&)> expect;
    };
    auto const headers = [](std::size_t count) {
        http::Headers made;
        for (std::size_t i = 0; i < count; ++i)
            EXPECT_TRUE(made.add(fmt::format("a{}", i), "b"));
        return made;
    };
    std::string letters(har_words_max_bytes, 'x');
    letters.back() = '\xc3'; // the limit lies within a character
    letters += "\xa4 and more";
    for (auto const& [sentence, change, expect] : std::initializer_list<Row>{
             {"the longest method",
              [](auto& each) { each.start.request.method = std::string(http::method_max_bytes, 'X'); },
              [](auto const& each) { EXPECT_EQ(each.start.request.method.size(), http::method_max_bytes); }},
             {"a longer one", [](auto& each) { each.start.request.method = std::string(5000, 'X'); },
              [](auto const& each) { EXPECT_EQ(each.start.request.method.size(), http::method_max_bytes); }},
             {"an address that is longer when it is encoded",
              [](auto& each) { each.start.request.url = "http://a.example/" + std::string(60'000, '|'); },
              [](auto const& each) { EXPECT_LE(each.start.request.url.size(), http::url_max_bytes); }},
             {"many headers of a request",
              [&](auto& each) { each.start.request.headers = headers(har_fields_max + 1); },
              [](auto const& each) { EXPECT_EQ(each.start.request.headers.size(), har_fields_max); }},
             {"many headers of a response",
              [&](auto& each) { std::get<http::Response>(*each.outcome).headers = headers(5000); },
              [](auto const& each) { EXPECT_EQ(each.response()->headers.size(), har_fields_max); }},
             {"a long purpose", [&](auto& each) { each.start.purpose = letters; },
              [&](auto const& each) { EXPECT_EQ(each.start.purpose, letters.substr(0, 1023)); }},
             {"a long name of a change", [&](auto& each) { each.start.change = letters; },
              [&](auto const& each) { EXPECT_EQ(each.start.change, letters.substr(0, 1023)); }},
             {"a long failure",
              [&](auto& each) {
                  each.outcome = http::TransportFailure{http::TransportFailureKind::timed_out, letters};
              },
              [&](auto const& each) {
                  EXPECT_EQ(std::get<http::TransportFailure>(*each.outcome).message, letters.substr(0, 1023));
              }},
             {"bytes that are no UTF-8", [&](auto& each) { each.note = std::string(1000, '\xff'); },
              [&](auto const& each) { EXPECT_EQ(each.note.size(), 1023U); }},
         }) {
        auto exchange = answered();
        change(exchange);
        auto const archive = har_json({exchange});
        auto const read = read_har(printed(archive), "alpha");
        ASSERT_TRUE(read) << sentence << ": " << read.error().place << ": " << read.error().message;
        expect(read->front());
        auto const is_whole = std::string_view(sentence) == "the longest method";
        EXPECT_EQ(archive.at("log").at("entries").at(0).contains("comment"), !is_whole) << sentence;
    }
}

Json browsers_archive()
{
    return Json::parse(
        R"({"log": {"version": "1.2", "creator": {"name": "B", "version": "1"}, "pages": [], "entries": [{
        "startedDateTime": "2009-07-24T19:20:30.45+01:00", "time": 50, "_initiator": {"type": "other"},
        "request": {"method": "GET", "url": "http://a.example/", "httpVersion": "h2",
                    "headers": [{"name": ":authority", "value": "a.example"}, {"name": "Accept", "value": "*/*"}],
                    "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
        "response": {"status": 200, "statusText": "OK", "headers": [], "cookies": [], "redirectURL": "",
                     "content": {"size": 5, "mimeType": "text/plain", "text": "aGVsbG8=", "encoding": "base64"}},
        "cache": {}, "timings": {"send": 1, "wait": 48, "receive": 1}}]}})");
}

TEST(Har, of_a_browser_is_read)
{
    auto const read = read_har("\xef\xbb\xbf" + browsers_archive().dump(), "alpha");
    ASSERT_TRUE(read) << read.error().place << ": " << read.error().message;
    auto const& exchange = read->front();
    EXPECT_EQ(exchange.start.at, TimePoint(std::chrono::milliseconds(1'248'459'630'450)));
    EXPECT_EQ(exchange.start.site, "alpha");
    EXPECT_EQ(exchange.start.direction, Direction::browser_to_elsewhere);
    EXPECT_EQ(exchange.start.purpose, "imported");
    EXPECT_EQ(exchange.start.request.headers, (http::Headers{{"Accept", "*/*"}}));
    EXPECT_EQ(exchange.response()->body, "hello");
    EXPECT_EQ(exchange.elapsed, std::chrono::milliseconds(50));
}

TEST(Har, has_times_of_every_zone)
{
    for (auto const* time : {"2009-07-24T18:20:30.45Z", "2009-07-24T19:20:30.45+01:00",
                             "2009-07-24T13:50:30.450-04:30", "2009-07-25T00:05:30.4500+05:45"}) {
        auto archive = browsers_archive();
        archive["log"]["entries"][0]["startedDateTime"] = time;
        EXPECT_EQ(read_har(archive.dump(), "alpha").value().front().start.at,
                  TimePoint(std::chrono::milliseconds(1'248'459'630'450)))
            << time;
    }
}

TEST(Har, of_a_browser_is_read_without_what_is_not_of_http)
{
    auto archive = browsers_archive();
    auto& entries = archive["log"]["entries"];
    auto const first = entries[0];
    for (auto const* url :
         {"wss://a.example/", "data:text/plain,a", "chrome-extension://a/b.js", "HTTP://a.example/b"}) {
        entries.push_back(first);
        entries.back()["request"]["url"] = url;
        entries.back()["time"] = nullptr;
        entries.back()["response"]["status"] = -1;
    }
    auto const read = read_har(archive.dump(), "alpha");
    ASSERT_TRUE(read) << read.error().place << ": " << read.error().message;
    ASSERT_EQ(read->size(), 2U);
    EXPECT_FALSE(read->back().outcome);
    EXPECT_FALSE(read->back().elapsed);
}

RecordedExchange posted(Json const& data, int body_size = -1)
{
    auto archive = browsers_archive();
    auto& request = archive["log"]["entries"][0]["request"];
    request["method"] = "POST";
    request["postData"] = data;
    request["bodySize"] = body_size;
    auto read = read_har(archive.dump(), "alpha");
    EXPECT_TRUE(read) << read.error().place << ": " << read.error().message;
    return read ? read->front() : RecordedExchange();
}

Json const fields = Json::parse(R"([{"name": "a b", "value": "1"}, {"name": "\u00e4", "value": "~*&=+%"},
                                    {"name": "c", "value": ""}, {"name": "d"}])");

TEST(Har, has_a_form_whose_fields_alone_are_there)
{
    for (auto const* type :
         {"application/x-www-form-urlencoded", "Application/X-WWW-Form-URLencoded; charset=UTF-8", ""})
        for (auto const& data : {Json{{"mimeType", type}, {"params", fields}},
                                 Json{{"mimeType", type}, {"params", fields}, {"text", ""}}}) {
            auto const exchange = posted(data, 1000);
            EXPECT_EQ(exchange.start.request.body, "a+b=1&%C3%A4=%7E*%26%3D%2B%25&c=&d=") << data;
            EXPECT_FALSE(exchange.request_truncated());
            EXPECT_THAT(exchange.note, HasSubstr("written anew"));
        }
    EXPECT_EQ(posted({{"params", fields}, {"text", "as=sent"}}).start.request.body, "as=sent");
    EXPECT_EQ(posted({{"params", fields}, {"text", "as=sent"}}).note, "");
    for (auto const& none : {Json::object(), Json{{"params", Json::array()}}})
        EXPECT_FALSE(posted(none).request_truncated());
}

TEST(Har, has_no_body_of_a_form_whose_parts_are_listed)
{
    auto const file = Json::parse(R"([{"name": "a", "fileName": "a.txt", "contentType": "text/plain"}])");
    for (auto const& data :
         {Json{{"mimeType", "multipart/form-data; boundary=x"}, {"params", fields}},
          Json{{"mimeType", ""}, {"params", file}},
          Json{{"mimeType", "multipart/form-data"}, {"params", Json::array({Json{{"name", ""}}})}}}) {
        auto const exchange = posted(data);
        EXPECT_EQ(exchange.start.request.body, "");
        EXPECT_TRUE(exchange.request_truncated());
        EXPECT_THAT(exchange.note, HasSubstr("cannot be repeated"));
        auto const again = read_har(har_json({exchange}).dump(), "alpha").value().front();
        EXPECT_TRUE(again.request_truncated());
        EXPECT_EQ(again.note, exchange.note);
    }
    EXPECT_EQ(posted({{"mimeType", "multipart/form-data"}, {"params", file}}, 500).request_body_bytes, 500U);
}

TEST(Har, says_of_a_body_that_was_cut_that_it_is)
{
    EXPECT_FALSE(posted({{"text", "abc"}}, 4).request_truncated()) << "some count headers as well";
    EXPECT_TRUE(posted({{"text", ""}}, 4).request_truncated());
    EXPECT_FALSE(posted({{"text", ""}}, 0).request_truncated());
    auto cut = answered();
    cut.request_body_bytes = 100'000;
    std::get<http::Response>(*cut.outcome).body_bytes = 200'000;
    auto const again = read_har(har_json({cut}).dump(), "alpha").value().front();
    EXPECT_EQ(again.request_body_bytes, 100'000U);
    EXPECT_TRUE(again.request_truncated());
    EXPECT_EQ(again.response()->body_bytes, 200'000U);
    EXPECT_TRUE(again.response()->body_truncated());
}

TEST(Har, has_addresses_as_they_are_sent)
{
    auto archive = browsers_archive();
    archive["log"]["entries"][0]["request"]["url"] = "http://a.example/?a=1#there";
    EXPECT_EQ(read_har(archive.dump(), "alpha").value().front().start.request.url, "http://a.example/?a=1");
}

Json unanswered_with(Json const& failure)
{
    auto entry = browsers_archive().at("log").at("entries").at(0);
    entry["response"]["status"] = 0;
    entry["_postern"] = {{"failure", failure}};
    return entry;
}

TEST(Har, that_cannot_be_read_says_what_is_wrong_and_where)
{
    struct Row {
        char const* pointer; // what is changed
        Json value;
        char const* place;
        char const* message;
    };
    auto const entry = std::string("/log/entries/0");
    for (auto const& [pointer, value, place, message] : {
             Row{"/log", 1, "log", "this is no object"},
             Row{"/log/entries", Json::object(), "log.entries", "this is no list"},
             Row{"/log/entries/0", "x", "log.entries[0]", "this is no object"},
             Row{"/log/entries/0/startedDateTime", "yesterday", "log.entries[0].startedDateTime",
                 "this is no time"},
             Row{"/log/entries/0/startedDateTime", "2009-02-31T19:20:30Z", "log.entries[0].startedDateTime",
                 "no time"},
             Row{"/log/entries/0/startedDateTime", "2009-07-24T24:00:00Z", "log.entries[0].startedDateTime",
                 "no time"},
             Row{"/log/entries/0/startedDateTime", "2009-07-24T19:20:30+1:00",
                 "log.entries[0].startedDateTime", "no time"},
             Row{"/log/entries/0/time", -5, "log.entries[0].time", "this is no number from 0"},
             Row{"/log/entries/0/request/url", "http://", "log.entries[0].request.url", ""},
             Row{"/log/entries/0/request/url", 5, "log.entries[0].request.url", "this is no text"},
             Row{"/log/entries/0/request/method", "GET /", "log.entries[0].request.method",
                 "this is no method"},
             Row{"/log/entries/0/request/headers/1/value", "a\nb", "log.entries[0].request.headers[1]", ""},
             Row{"/log/entries/0/request/bodySize", "5", "log.entries[0].request.bodySize",
                 "this is no number"},
             Row{"/log/entries/0/request/postData",
                 {{"params", {{{"value", "a"}}}}},
                 "log.entries[0].request.postData.params[0].name",
                 "this is missing"},
             Row{"/log/entries/0/response", nullptr, "log.entries[0].response", "this is no object"},
             Row{"/log/entries/0/response/status", 1000, "log.entries[0].response.status",
                 "this is no number"},
             Row{"/log/entries/0/response/content/text", "%", "log.entries[0].response.content.text",
                 "this is no base64"},
             Row{"/log/entries/0/_postern",
                 {{"purpose", std::string(1025, 'x')}},
                 "log.entries[0]._postern.purpose",
                 "more than 1024 bytes"},
             Row{"/log/entries/0/_postern",
                 {{"durationKnown", 0}},
                 "log.entries[0]._postern.durationKnown",
                 "neither true nor false"},
             Row{"/log/entries/0",
                 unanswered_with({{"kind", "timed_out"}, {"message", std::string(1025, 'x')}}),
                 "log.entries[0]._postern.failure.message", "more than 1024 bytes"},
             Row{"/log/entries/0", unanswered_with({{"kind", "bored"}, {"message", ""}}),
                 "log.entries[0]._postern.failure.kind", "no failure that is known"},
             Row{"/log/entries/0", unanswered_with("timed_out"), "log.entries[0]._postern.failure",
                 "this is no object"},
         }) {
        auto archive = browsers_archive();
        archive[Json::json_pointer(pointer)] = value;
        auto const read = read_har(archive.dump(), "alpha");
        ASSERT_FALSE(read) << pointer;
        EXPECT_EQ(read.error().place, place);
        EXPECT_THAT(read.error().message, HasSubstr(message));
    }
}

std::string repeated(std::string_view part, std::size_t bytes)
{
    std::string out;
    while (out.size() + part.size() <= bytes)
        out += part;
    return out;
}

TEST(Har, as_large_as_can_be_is_refused_before_it_is_built)
{
    auto const many = "[" + repeated("[],", har_max_bytes - 3) + "1]";
    EXPECT_THAT(read_har(many, "").error().message, HasSubstr("values"));
    EXPECT_THAT(read_har(std::string(har_max_bytes, '['), "").error().message,
                HasSubstr("inside each other"));
    auto const siblings = R"({"log":{"entries":[)" + repeated("{},", 300'000) + "{}]}}";
    EXPECT_THAT(read_har(siblings, "").error().message, HasSubstr("members; at most"));
}

TEST(Har, that_is_no_json_says_in_which_line_and_column)
{
    auto const whole = browsers_archive().dump(1);
    auto const lines = std::ranges::count(whole, '\n') + 1;
    auto const cut = read_har(whole.substr(0, whole.size() - 2), "");
    EXPECT_EQ(cut.error().place, fmt::format("line {}, column 3", lines - 1));
    EXPECT_EQ(cut.error().message, "this is no JSON: it ends too early");
    auto const other = read_har("{\n  \"log\": x}", "");
    EXPECT_EQ(other.error().place, "line 2, column 10");
    EXPECT_EQ(other.error().message, "this is no JSON");
    EXPECT_EQ(read_har("", "").error().place, "line 1, column 1");
}

TEST(Har, beyond_the_limits_is_refused)
{
    EXPECT_THAT(read_har(std::string(har_max_bytes + 1, ' '), "").error().message, HasSubstr("at most"));
    EXPECT_THAT(read_har(std::string(100'000, '['), "").error().message, HasSubstr("inside each other"));
    EXPECT_THAT(read_har("{", "").error().message, HasSubstr("this is no JSON"));
    EXPECT_EQ(read_har("{}", "").error().place, "log");
    auto archive = browsers_archive();
    for (std::size_t i = 0; i < har_fields_max; ++i)
        archive["log"]["entries"][0]["request"]["headers"].push_back({{"name", "a"}, {"value", "b"}});
    EXPECT_EQ(read_har(archive.dump(), "").error().place, "log.entries[0].request.headers");
    archive = browsers_archive();
    auto& form = archive["log"]["entries"][0]["request"]["postData"]["params"];
    for (std::size_t i = 0; i <= har_params_max; ++i)
        form.push_back({{"name", "a"}});
    EXPECT_EQ(read_har(archive.dump(), "").error().place, "log.entries[0].request.postData.params");
}

} // namespace
} // namespace postern::simulator::inspector
