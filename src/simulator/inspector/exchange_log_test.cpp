#include "simulator/inspector/exchange_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::simulator {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

ExchangeStart start(std::string body = "")
{
    return {.at = {}, .site = "alpha", .request = {.url = "http://a.example/", .body = std::move(body)}};
}

std::vector<ExchangeId> changed(ExchangeLog const& log, std::uint64_t revision, std::size_t max = 100)
{
    std::vector<ExchangeId> ids;
    for (auto const* exchange : log.changed_since(revision, max))
        ids.push_back(exchange->id);
    return ids;
}

TEST(ExchangeLog, keeps_a_request_and_what_came_of_it)
{
    ExchangeLog log{Redactor()};
    auto const id = log.begin(start("asked"));
    ASSERT_TRUE(log.find(id));
    EXPECT_FALSE(log.find(id)->outcome);
    log.end(id, http::make_response(200, "text/plain", "answered"), std::chrono::milliseconds(3));
    EXPECT_EQ(log.find(id)->response()->body, "answered");
    EXPECT_EQ(log.find(id)->elapsed, std::chrono::milliseconds(3));
    EXPECT_EQ(log.find(id)->start.request.body, "asked");
    EXPECT_FALSE(log.find(id + 1));
}

TEST(ExchangeLog, tells_what_changed_in_the_order_in_which_it_did)
{
    ExchangeLog log{Redactor()};
    auto const first = log.begin(start());
    auto const second = log.begin(start());
    EXPECT_THAT(changed(log, 0), ElementsAre(first, second));
    auto const seen = log.revision();
    EXPECT_THAT(changed(log, seen), ElementsAre());
    log.note(first, "it loaded", std::nullopt);
    EXPECT_THAT(changed(log, seen), ElementsAre(first));
    EXPECT_THAT(changed(log, 0), ElementsAre(second, first));
    EXPECT_THAT(changed(log, 0, 1), ElementsAre(second));
}

TEST(ExchangeLog, lets_the_oldest_go_where_there_are_too_many)
{
    ExchangeLog log{Redactor()};
    auto const first = log.begin(start());
    for (std::size_t i = 0; i < ExchangeLog::exchanges_max; ++i)
        log.begin(start());
    EXPECT_THAT(log.exchanges(), SizeIs(ExchangeLog::exchanges_max));
    EXPECT_FALSE(log.find(first));
    auto const before = log.revision();
    log.end(first, http::Response(), {});
    log.note(first, "late", std::nullopt);
    EXPECT_EQ(log.revision(), before) << "what is gone does not change";
}

TEST(ExchangeLog, lets_the_oldest_go_where_they_are_too_large_together)
{
    ExchangeLog log{Redactor()};
    std::string const large(ExchangeLog::body_kept_max_bytes, 'x');
    auto count = std::size_t{0};
    for (; count < ExchangeLog::exchanges_max && log.exchanges().size() == count; ++count)
        log.end(log.begin(start(large)), http::make_response(200, "", large), {});
    EXPECT_LT(log.exchanges().size(), count) << "the bytes come before the number";
    EXPECT_LE(log.kept_bytes(), ExchangeLog::kept_max_bytes);
    log.clear();
    EXPECT_EQ(log.kept_bytes(), 0U);
}

TEST(ExchangeLog, keeps_the_latest_however_large_it_is)
{
    ExchangeLog log{Redactor()};
    log.begin(start());
    auto large = start();
    large.request.url.append(ExchangeLog::kept_max_bytes, 'x');
    auto const id = log.begin(large);
    EXPECT_THAT(log.exchanges(), SizeIs(1));
    EXPECT_TRUE(log.find(id));
    log.begin(start());
    EXPECT_FALSE(log.find(id));
}

TEST(ExchangeLog, counts_every_byte_that_it_keeps_and_each_once)
{
    ExchangeLog log{Redactor()};
    auto asked = start("12345");
    asked.request.url = "http://a/";
    asked.request.headers.set("Name", "value");
    auto const id = log.begin(asked);
    EXPECT_EQ(log.kept_bytes(), 5U + 9 + 9);
    http::Response response{.status = 200, .body = "123"};
    response.headers.set("X", "y");
    for (auto i = 0; i < 2; ++i) {
        log.end(id, response, {});
        EXPECT_EQ(log.kept_bytes(), 23U + 3 + 2);
    }
    for (auto i = 0; i < 2; ++i) {
        log.note(id, "1234", std::nullopt);
        EXPECT_EQ(log.kept_bytes(), 28U + 4);
    }
}

TEST(ExchangeLog, keeps_how_long_it_took_where_a_note_says_nothing_of_it)
{
    ExchangeLog log{Redactor()};
    auto const id = log.begin(start());
    log.note(id, "it loaded", std::chrono::milliseconds(5));
    log.note(id, "it spoke", std::nullopt);
    EXPECT_EQ(log.find(id)->elapsed, std::chrono::milliseconds(5));
    EXPECT_EQ(log.find(id)->note, "it spoke");
}

TEST(ExchangeLog, keeps_what_is_imported_as_that_and_as_large_as_it_was)
{
    ExchangeLog log{Redactor()};
    RecordedExchange exchange;
    exchange.start = start("cut");
    exchange.request_body_bytes = 500;
    exchange.outcome = http::make_response(200, "", std::string(ExchangeLog::body_kept_max_bytes + 1, 'x'));
    auto const* kept = log.find(log.import(exchange));
    EXPECT_EQ(kept->source, Source::imported);
    EXPECT_EQ(kept->request_body_bytes, 500U);
    EXPECT_EQ(kept->response()->body.size(), ExchangeLog::body_kept_max_bytes);
    EXPECT_TRUE(kept->response()->body_truncated());
    EXPECT_EQ(log.find(log.begin(start()))->source, Source::seen);
}

TEST(ExchangeLog, cuts_bodies_and_counts_what_it_cut)
{
    ExchangeLog log{Redactor()};
    std::string const large(ExchangeLog::body_kept_max_bytes + 10, 'x');
    auto const id = log.begin(start(large));
    log.end(id, http::make_response(200, "", large), {});
    auto const* exchange = log.find(id);
    EXPECT_EQ(exchange->start.request.body.size(), ExchangeLog::body_kept_max_bytes);
    EXPECT_EQ(exchange->request_body_bytes, large.size());
    EXPECT_TRUE(exchange->request_truncated());
    EXPECT_EQ(exchange->response()->body_bytes, large.size());
    EXPECT_TRUE(exchange->response()->body_truncated());
}

TEST(ExchangeLog, never_keeps_what_it_was_told_not_to)
{
    ExchangeLog log{Redactor::make({{"page secret", "0123456789abcdef"}}).value()};
    auto const id = log.begin(start());
    log.end(id, http::make_response(200, "", "secret: 0123456789abcdef"), {});
    EXPECT_EQ(log.find(id)->response()->body, "secret: [redacted page secret]");
    EXPECT_FALSE(log.find(id)->response()->body_truncated());
}

TEST(ExchangeLog, wakes_its_readers_at_each_change_and_takes_a_bounded_number)
{
    ExchangeLog log{Redactor()};
    int woken = 0;
    std::vector<std::unique_ptr<ExchangeLog::Reader>> readers;
    for (std::size_t i = 0; i < ExchangeLog::readers_max; ++i)
        readers.push_back(log.read([&] { ++woken; }));
    EXPECT_THAT(readers, Each(testing::NotNull()));
    EXPECT_FALSE(log.read([] {}));
    auto const id = log.begin(start());
    EXPECT_EQ(woken, 16);
    readers.resize(1);
    log.end(id, http::Response(), {});
    EXPECT_EQ(woken, 17);
    EXPECT_TRUE(log.read([] {}));
}

TEST(ExchangeLog, is_cleared_and_goes_on)
{
    ExchangeLog log{Redactor()};
    auto const first = log.begin(start());
    log.clear();
    EXPECT_TRUE(log.exchanges().empty());
    EXPECT_EQ(log.clearings(), 1U);
    EXPECT_GT(log.begin(start()), first);
}

TEST(ExchangeLog, remembers_a_bounded_number_of_secrets)
{
    ExchangeLog log{Redactor()};
    log.remember_secret("shared secret", "short");
    EXPECT_EQ(log.redactor().redacted("short"), "short");
    log.remember_secret("shared secret", "the-first-secret");
    EXPECT_EQ(log.redactor().redacted("the-first-secret"), "[redacted shared secret]");
    for (std::size_t i = 0; i <= ExchangeLog::secrets_max; ++i)
        log.remember_secret("shared secret", "the-latest-secret");
    EXPECT_EQ(log.redactor().redacted("the-first-secret"), "[redacted shared secret]") << "it is one";
    for (std::size_t i = 0; i < ExchangeLog::secrets_max; ++i)
        log.remember_secret("shared secret", "another-secret-" + std::to_string(i));
    EXPECT_EQ(log.redactor().redacted("the-first-secret"), "the-first-secret");
    EXPECT_EQ(log.redactor().redacted("another-secret-63"), "[redacted shared secret]");
}

TEST(ExchangeLog, names_directions)
{
    for (auto const direction : {Direction::browser_to_host, Direction::app_to_host, Direction::host_to_app,
                                 Direction::browser_to_app, Direction::browser_to_elsewhere})
        EXPECT_EQ(direction_from(name(direction)), direction);
    EXPECT_FALSE(direction_from("elsewhere"));
}

} // namespace
} // namespace postern::simulator
