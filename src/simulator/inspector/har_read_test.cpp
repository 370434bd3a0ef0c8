#include "simulator/inspector/exchange_json.hpp"
#include "simulator/inspector/har.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace postern::simulator::inspector {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

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

TEST(Har, of_a_browser_has_a_body_that_was_cut)
{
    EXPECT_FALSE(posted({{"text", "abc"}}, 4).request_truncated()) << "some count headers as well";
    EXPECT_TRUE(posted({{"text", ""}}, 4).request_truncated());
    EXPECT_FALSE(posted({{"text", ""}}, 0).request_truncated());
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
