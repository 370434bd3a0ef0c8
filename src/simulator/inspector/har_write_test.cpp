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

TEST(Har, says_of_a_body_that_was_cut_that_it_is)
{
    auto cut = answered();
    cut.request_body_bytes = 100'000;
    std::get<http::Response>(*cut.outcome).body_bytes = 200'000;
    auto const again = read_har(har_json({cut}).dump(), "alpha").value().front();
    EXPECT_EQ(again.request_body_bytes, 100'000U);
    EXPECT_TRUE(again.request_truncated());
    EXPECT_EQ(again.response()->body_bytes, 200'000U);
    EXPECT_TRUE(again.response()->body_truncated());
}

} // namespace
} // namespace postern::simulator::inspector
