// The inspector over HTTP: who reads it, what it shows, and what its replays say of the sample app.

#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"
#include "simulator/inspector/har.hpp"
#include "sites.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

namespace asio = boost::asio;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr auto stream_path = "/simulator/api/inspector/stream";

class Inspector : public Sites {
protected:
    void SetUp() override
    {
        start_app();
        install();
    }

    json ask_inspector(std::string const& name, json const& body)
    {
        auto const response = call(alpha(), "inspector/" + name, body);
        EXPECT_EQ(response.status, 200) << response.body;
        return json::parse(response.body, nullptr, false);
    }

    json detail(json const& id) { return ask_inspector("entry", {{"id", id}}); }

    // All that is kept, the oldest first.
    std::vector<json> summaries()
    {
        std::vector<json> all;
        for (auto const& id : ask_inspector("search", {{"text", "http"}}).at("ids"))
            all.push_back(detail(id).at("summary"));
        return all;
    }

    // The id of the last exchange of this purpose.
    json id_of(std::string const& purpose)
    {
        json id;
        for (auto const& each : summaries())
            if (each.at("purpose") == purpose)
                id = each.at("id");
        EXPECT_FALSE(id.is_null()) << "no exchange is " << purpose;
        return id;
    }

    // A frame as a browser opens it that shows the sample's panel.
    json open_frame()
    {
        auto const frame = frame_in(page(alpha(), "/browse/ALPHA-1"), "webPanels/foo-panel");
        return ask_inspector("frame", {{"module", frame.at("module")}, {"url", frame.at("url")}}).at("id");
    }

    json replay(json const& id, std::string const& change)
    {
        return ask_inspector("replay", {{"id", id}, {"change", change}});
    }

    [[nodiscard]] std::uint16_t port() const { return http::parse_url(alpha().origin).value().port; }

    // Asks for the events and adds what comes to `text`, until `enough`.
    static asio::awaitable<void> read_events(std::uint16_t port, std::string secret, std::string last_id,
                                             std::string& text, std::function<bool()> enough)
    {
        auto const executor = co_await asio::this_coro::executor;
        asio::ip::tcp::socket socket(executor);
        auto connecting = socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
        co_await std::move(connecting);
        auto const request = fmt::format(
            "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Postern-Page: {}\r\nLast-Event-ID: {}\r\n\r\n",
            stream_path, port, secret, last_id);
        auto writing = asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
        co_await std::move(writing);
        std::array<char, 4096> part{};
        while (!enough()) {
            auto reading = socket.async_read_some(asio::buffer(part), asio::use_awaitable);
            auto const count = co_await std::move(reading);
            text.append(part.data(), count);
        }
    }

    std::string secret() { return page(alpha(), "/").at("secret").get<std::string>(); }
};

TEST_F(Inspector, is_read_by_the_sites_own_pages_alone)
{
    for (auto const* path :
         {stream_path, "/simulator/api/inspector/entry", "/simulator/api/inspector/export"}) {
        for (auto const* method : {"GET", "POST"}) {
            auto const response =
                ask({.method = method, .url = alpha().origin + path, .body = R"({"id":1})"});
            EXPECT_EQ(response.status, 403) << method << path;
            EXPECT_THAT(response.body, Not(HasSubstr("installed")));
        }
    }
    http::Request elsewhere{.url = alpha().origin + stream_path};
    elsewhere.headers.set("X-Postern-Page", secret());
    elsewhere.headers.set("Host", "evil.example");
    EXPECT_EQ(ask(elsewhere).status, 421);
}

TEST_F(Inspector, keeps_nothing_of_what_has_no_business_here)
{
    auto const kept = [&] { return ask_inspector("search", {{"text", "x-marked"}}).at("ids").size(); };
    auto const ask_with = [&](std::string const& method, std::string const& path,
                              http::Headers const& headers) {
        http::Request request{.method = method, .url = alpha().origin + path, .headers = headers};
        request.headers.set("X-Marked", "yes");
        return ask(std::move(request)).status;
    };
    auto const api = std::string("/simulator/api/");
    for (auto const* call : {"install", "unheard-of"}) {
        EXPECT_EQ(ask_with("POST", api + call, {}), 403);
        EXPECT_EQ(ask_with("POST", api + call, {{"X-Postern-Page", "x"}}), 403);
    }
    auto const app = std::string("/rest/plugins/1.0/") + std::string(sample::app_key) + "-key";
    EXPECT_EQ(ask_with("DELETE", app, {{"Origin", "http://a.example"}}), 403);
    http::Headers const call{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}};
    http::Headers const frame{
        {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "iframe"}};
    for (auto const& headers : {call, frame})
        for (auto const* path : {"/browse/ALPHA-1", "/rest/api/3/myself", "/oauth2/token", "/keys/x"})
            ask_with("GET", path, headers);
    EXPECT_EQ(kept(), 0U);

    auto expected = 0U;
    for (auto const& headers :
         {http::Headers{}, // a server
          {{"Sec-Fetch-Site", "none"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}},
          {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}},
          {{"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Mode", "cors"}, {"Origin", url_of(*server_, "")}}}) {
        ask_with("GET", "/rest/api/3/myself", headers);
        EXPECT_EQ(kept(), ++expected);
    }
    EXPECT_EQ(ask_with("POST", api + "unheard-of", {{"X-Postern-Page", secret()}}), 400);
    EXPECT_EQ(kept(), ++expected);
}

TEST_F(Inspector, tells_of_an_exchange_when_it_happens)
{
    std::string text;
    auto const with = secret();
    bool told = false;
    asio::co_spawn(io_, read_events(port(), with, "", text, [&] { return text.contains("/browse/ALPHA-2"); }),
                   [&told](std::exception_ptr) { told = true; });
    run_until([&] { return text.contains("event: exchange"); });
    EXPECT_THAT(text, AllOf(HasSubstr("Content-Type: text/event-stream"), HasSubstr("event: reset\n"),
                            HasSubstr("id: 0-"), HasSubstr(R"("purpose":"installed")")));
    page(alpha(), "/browse/ALPHA-2");
    run_until([&] { return told; });
    EXPECT_THAT(text, Not(HasSubstr("inspector/"))) << "its own calls are no exchanges";
}

TEST_F(Inspector, goes_on_where_a_reader_was_and_starts_again_after_a_clearing)
{
    auto const with = secret();
    std::string first;
    run(read_events(port(), with, "", first,
                    [&] { return first.contains("descriptor") && first.ends_with("\n\n"); }));
    auto const last = first.substr(first.rfind("id: ") + 4);
    auto const id = last.substr(0, last.find('\n'));
    page(alpha(), "/dashboard");
    std::string second;
    run(read_events(port(), with, id, second, [&] { return second.contains("/dashboard"); }));
    EXPECT_THAT(second, Not(HasSubstr("event: reset")));

    ask_inspector("clear", json::object());
    std::string third;
    run(read_events(port(), with, id, third, [&] { return third.contains("event: reset"); }));
    EXPECT_THAT(third, Not(HasSubstr("descriptor")));
}

TEST_F(Inspector, shows_installs_with_their_token_and_hash_and_masks_their_secret)
{
    auto const shown = detail(id_of("installed"));
    EXPECT_EQ(shown.at("summary").at("direction"), "host-app");
    EXPECT_EQ(shown.at("summary").at("status"), 204);
    auto const& token = shown.at("tokens").at(0);
    EXPECT_TRUE(token.at("signature").at("ok").get<bool>()) << token.at("signature");
    auto const& hash = token.at("hash");
    EXPECT_TRUE(hash.at("equal").get<bool>());
    EXPECT_EQ(hash.at("expected"), hash.at("received"));
    EXPECT_THAT(hash.at("canonical").get<std::string>(), HasSubstr("POST&/installed"));
    auto const secret = state_->installation("beta")->shared_secret;
    EXPECT_THAT(shown.dump(), Not(HasSubstr(secret)));
    EXPECT_THAT(shown.at("request").at("body").get<std::string>(), HasSubstr(R"("sharedSecret":"[)"));
    EXPECT_THAT(shown.at("curl").get<std::string>(), HasSubstr("[redacted signature]"));

    auto const whole = ask_inspector("reveal", {{"id", shown.at("summary").at("id")}});
    EXPECT_THAT(whole.at("request").at("body").get<std::string>(), HasSubstr(secret));
    EXPECT_THAT(whole.at("curl").get<std::string>(), Not(HasSubstr("redacted")));
}

TEST_F(Inspector, says_how_an_app_came_to_another_hash_and_why_a_token_cannot_be_read)
{
    auto const shown = [&](std::string const& token) {
        http::Request request{.url = alpha().origin + "/rest/api/3/myself?a=1"};
        request.headers.set("Authorization", "JWT " + token);
        EXPECT_EQ(ask(std::move(request)).status, 401);
        return detail(id_of("REST")).at("tokens").at(0);
    };
    auto const key = jwt::Key::from_secret(state_->installation("alpha")->shared_secret).value();
    auto const of_post = platform::connect::query_hash("POST", "/rest/api/3/myself?a=1", "");
    auto const claims = json{{"iss", sample::app_key}, {"exp", 1'764'000'100}, {"qsh", of_post}}.dump();
    auto const hash = shown(jwt::sign(claims, key, jwt::Algorithm::hs256).value()).at("hash");
    EXPECT_FALSE(hash.at("equal").get<bool>());
    EXPECT_EQ(hash.at("canonical"), "GET&/rest/api/3/myself&a=1");
    EXPECT_EQ(hash.at("nearMiss").at("canonical"), "POST&/rest/api/3/myself&a=1");
    EXPECT_EQ(shown("a.b").at("problem"), "the token does not have exactly three segments separated by dots");
}

TEST_F(Inspector, explains_the_tokens_of_a_form)
{
    auto const key = jwt::Key::from_secret(state_->installation("alpha")->shared_secret).value();
    std::string body = "a=1";
    for (std::string const name : {"jwt", "acpt", "assertion"})
        body += "&" + name + "=" + jwt::sign(json{{"iss", name}}.dump(), key, jwt::Algorithm::hs256).value();
    http::Request request{.method = "POST", .url = alpha().origin + "/oauth2/token", .body = body};
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    EXPECT_EQ(ask(std::move(request)).status, 400);
    std::map<std::string, std::string> issuers;
    for (auto const& each : detail(id_of("bearer token")).at("tokens"))
        issuers[each.at("place")] = each.at("claims").at(0).at("value");
    EXPECT_EQ(issuers, (std::map<std::string, std::string>{{"in the form (jwt)", R"("jwt")"},
                                                           {"in the form (acpt)", R"("acpt")"},
                                                           {"in the form (assertion)", R"("assertion")"}}));
}

TEST_F(Inspector, never_shows_the_secret_of_pages)
{
    auto const with = secret();
    auto const shown = ask_inspector("reveal", {{"id", id_of("page")}});
    EXPECT_THAT(shown.dump(), AllOf(HasSubstr("[redacted page secret]"), Not(HasSubstr(with))));
}

TEST_F(Inspector, shows_what_is_not_simulated)
{
    call(alpha(), "request", {{"method", "GET"}, {"url", "/rest/api/3/unheard-of"}});
    auto const shown = detail(id_of("AP.request by Alpha administrator"));
    EXPECT_EQ(shown.at("summary").at("status"), 501);
    ask({.url = alpha().origin + "/rest/api/3/myself"});
    EXPECT_EQ(detail(id_of("REST")).at("summary").at("direction"), "app-host");
}

TEST_F(Inspector, names_who_looked_and_the_frame_that_asked_and_what_its_curl_line_lacks)
{
    auto const lack_of = [&](std::string const& purpose) -> std::string {
        auto const shown = detail(id_of(purpose));
        EXPECT_TRUE(shown.at("curl").is_string()) << purpose;
        return shown.at("curlLacks");
    };
    auto const user = page(alpha(), "/").at("users").at(1);
    json const asked{{"url", "/rest/api/3/myself"}, {"module", "webPanels/foo-panel"}};
    call(alpha(), "request", asked, user.at("accountId"));
    auto const purpose =
        fmt::format("AP.request by {} in webPanels/foo-panel", user.at("displayName").get<std::string>());
    EXPECT_THAT(lack_of(purpose), HasSubstr("Authorization: JWT"));
    call(alpha(), "edit", {{"issue", "ALPHA-1"}});
    EXPECT_THAT(lack_of("call of the page: edit"), HasSubstr("403"));
    ask({.url = alpha().origin + "/rest/api/3/myself"});
    EXPECT_EQ(lack_of("REST"), "") << "it was answered just so";
    EXPECT_EQ(lack_of("page"), "");
    EXPECT_EQ(lack_of("installed"), "");
}

TEST_F(Inspector, finds_by_claims_and_bodies_whatever_the_case)
{
    auto const found = [&](std::string const& text) {
        return ask_inspector("search", {{"text", text}}).at("ids").size();
    };
    EXPECT_GE(found(alpha().client_key), 1U) << "the issuer of a token";
    EXPECT_GE(found("EVENTTYPE"), 2U);
    EXPECT_EQ(found("nobody ever said this"), 0U);
    EXPECT_EQ(call(alpha(), "inspector/search", {{"text", std::string(201, 'x')}}).status, 400);
}

TEST_F(Inspector, is_told_of_frames_by_the_page)
{
    auto const id = open_frame();
    auto summary = detail(id).at("summary");
    EXPECT_EQ(summary.at("direction"), "browser-app");
    EXPECT_EQ(summary.at("purpose"), "frame webPanels/foo-panel");
    EXPECT_TRUE(summary.at("status").is_null());
    ask_inspector("frame-told", {{"id", id}, {"loaded", 120.4}, {"spoke", 90}});
    summary = detail(id).at("summary");
    EXPECT_EQ(summary.at("ms"), 120.4);
    EXPECT_THAT(summary.at("note").get<std::string>(), HasSubstr("spoke to the bridge after 90 ms"));

    EXPECT_EQ(call(alpha(), "inspector/frame", {{"module", "x"}, {"url", "http://127.0.0.1:1/"}}).status,
              400);
    EXPECT_EQ(call(alpha(), "inspector/frame-told", {{"id", id}, {"loaded", -1}}).status, 400);
    EXPECT_EQ(call(alpha(), "inspector/frame-told", {{"id", id_of("page")}, {"loaded", 1}}).status, 404);
}

TEST_F(Inspector, replays_a_frame_with_each_change_as_a_correct_app_answers)
{
    auto const id = open_frame();
    struct Row {
        char const* change;
        int status;
        char const* verdict;
    };
    for (auto const& [change, status, verdict] : {
             Row{"unchanged", 200, "look"}, // only the browser saw the first answer
             Row{"fresh", 200, "as expected"},
             Row{"other-user", 200, "look"},
             Row{"expired", 401, "as expected"},
             Row{"wrong-hash", 401, "as expected"},
             Row{"other-tenant", 200, "look"},
             Row{"foreign-signature", 401, "as expected"},
             Row{"no-token", 401, "as expected"},
         }) {
        auto const result = replay(id, change);
        EXPECT_EQ(result.at("after"), status) << change;
        EXPECT_EQ(result.at("verdict"), verdict) << change;
        EXPECT_EQ(detail(result.at("exchange")).at("summary").at("repeats"), id) << change;
    }
}

TEST_F(Inspector, replays_with_a_token_that_differs_in_one_thing)
{
    auto const id = open_frame();
    auto const claim = [&](std::string const& change, std::string const& name) -> std::string {
        auto const shown = detail(replay(id, change).at("exchange"));
        for (auto const& each : shown.at("tokens").at(0).at("claims"))
            if (each.at("name") == name)
                return each.at("value");
        return "none";
    };
    EXPECT_EQ(claim("fresh", "iss"), json(alpha().client_key).dump());
    EXPECT_EQ(claim("other-tenant", "iss"), json(beta().client_key).dump());
    EXPECT_EQ(claim("foreign-signature", "iss"), json(alpha().client_key).dump());
    EXPECT_NE(claim("other-user", "sub"), claim("fresh", "sub"));
    EXPECT_EQ(claim("expired", "exp"), "1763996400");
    auto const wrong = detail(replay(id, "wrong-hash").at("exchange")).at("tokens").at(0);
    EXPECT_FALSE(wrong.at("hash").at("equal").get<bool>());
    EXPECT_TRUE(wrong.at("signature").at("ok").get<bool>());
    EXPECT_THAT(detail(replay(id, "no-token").at("exchange")).at("tokens"), testing::IsEmpty());
}

TEST_F(Inspector, replays_an_install_without_parting_host_and_app)
{
    install(); // with another secret: the first one is of the past
    json first;
    for (auto const& each : summaries())
        if (first.is_null() && each.at("purpose") == "installed" && each.at("site") == "alpha")
            first = each.at("id");
    EXPECT_EQ(replay(first, "expired").at("after"), 401);
    EXPECT_EQ(replay(first, "fresh").at("after"), 204);
    EXPECT_EQ(replay(open_frame(), "fresh").at("after"), 200) << "the app still has the secret of now";
}

TEST_F(Inspector, replays_what_the_app_asked_at_the_site)
{
    ask({.url = alpha().origin + "/rest/api/3/myself"}); // without a token
    auto const result = replay(id_of("REST"), "unchanged");
    EXPECT_EQ(result.at("after"), 401);
    EXPECT_EQ(result.at("verdict"), "as expected");
}

TEST_F(Inspector, asks_nobody_but_the_installed_app)
{
    auto const refused = [&](json const& id) {
        return call(alpha(), "inspector/replay", {{"id", id}, {"change", "unchanged"}}).status;
    };
    EXPECT_EQ(refused(id_of("page")), 409);
    EXPECT_EQ(refused(99999), 404);
    EXPECT_EQ(call(alpha(), "inspector/replay", {{"id", open_frame()}, {"change", "all"}}).status, 400);

    auto const archive = R"({"log":{"entries":[{"startedDateTime":"2025-01-01T00:00:00Z",
        "request":{"method":"GET","url":"http://127.0.0.1:1/secret"},"response":{"status":200}}]}})";
    ask_inspector("import", json::parse(archive));
    auto const imported = id_of("imported");
    EXPECT_EQ(refused(imported), 409);
    EXPECT_FALSE(detail(imported).at("replay").at("possible").get<bool>());
}

TEST_F(Inspector, replays_an_imported_exchange_as_the_site_that_it_is_about)
{
    open_frame();
    auto archive = ask_inspector("export", {{"secrets", "shown"}});
    for (auto const& named : {"by the archive", "by the token"}) {
        if (named == std::string("by the token"))
            for (auto& entry : archive.at("log").at("entries"))
                entry.at("_postern").erase("site");
        EXPECT_EQ(call(beta(), "inspector/import", archive).status, 200);
        auto const id = id_of("frame webPanels/foo-panel");
        for (auto const* change : {"unchanged", "fresh", "foreign-signature"}) {
            auto const there = call(beta(), "inspector/replay", {{"id", id}, {"change", change}});
            EXPECT_EQ(there.status, 409) << named << change;
            EXPECT_THAT(there.body, HasSubstr("of the site alpha")) << named << change;
        }
        EXPECT_EQ(replay(id, "fresh").at("after"), 200) << named;
        EXPECT_EQ(replay(id, "foreign-signature").at("after"), 401) << named;
        EXPECT_EQ(detail(id).at("tokens").at(0).at("signature").at("ok"), true) << named;
    }
}

TEST_F(Inspector, gives_no_site_the_secret_of_another)
{
    auto archive = ask_inspector("export", {{"secrets", "shown"}, {"ids", {id_of("installed")}}}); // beta's
    archive.at("log").at("entries").at(0).at("_postern").erase("site");
    ask_inspector("import", archive);
    EXPECT_EQ(call(alpha(), "inspector/replay", {{"id", id_of("installed")}, {"change", "fresh"}}).status,
              409);
    auto const frame = frame_in(page(beta(), "/browse/BETA-1"), "webPanels/foo-panel");
    EXPECT_EQ(ask({.url = frame.at("url")}).status, 200) << "the app still has the secret of beta";
}

TEST_F(Inspector, replays_what_is_about_no_site_here_as_of_this_site)
{
    auto archive = ask_inspector("export", {{"secrets", "shown"}, {"ids", {id_of("installed")}}});
    auto& entry = archive.at("log").at("entries").at(0);
    entry.at("_postern")["site"] = "elsewhere";
    auto const key = jwt::Key::from_secret(std::string(40, 'x')).value();
    json const claims{{"iss", "elsewhere"},
                      {"exp", 1'764'000'100},
                      {"iat", 1'764'000'000},
                      {"aud", "x"},
                      {"qsh", platform::connect::query_hash("POST", "/installed", "")}};
    auto const token = jwt::sign(claims.dump(), key, jwt::Algorithm::hs256).value();
    entry.at("request").at("headers") = {{{"name", "Authorization"}, {"value", "JWT " + token}},
                                         {{"name", "Content-Type"}, {"value", "application/json"}}};
    auto& body = entry.at("request").at("postData").at("text");
    auto installed = json::parse(body.get<std::string>());
    installed["clientKey"] = "elsewhere";
    body = installed.dump();
    ask_inspector("import", archive);
    auto const shown = ask_inspector("reveal", {{"id", replay(id_of("installed"), "fresh").at("exchange")}});
    auto const sent = json::parse(shown.at("request").at("body").get<std::string>());
    EXPECT_EQ(sent.at("clientKey"), alpha().client_key);
    EXPECT_EQ(sent.at("sharedSecret"), state_->installation("alpha")->shared_secret);
    std::map<std::string, std::string> signed_claims;
    for (auto const& each : shown.at("tokens").at(0).at("claims"))
        signed_claims[each.at("name")] = each.at("value");
    EXPECT_EQ(signed_claims["iss"], json(alpha().client_key).dump());
    EXPECT_EQ(signed_claims["aud"], json::array({url_of(*server_, "")}).dump());
}

TEST_F(Inspector, shows_no_secret_in_what_it_explains)
{
    auto const key = jwt::Key::from_secret(state_->installation("alpha")->shared_secret).value();
    auto const url = std::string("/rest/api/3/myself?access_token=s3cr3t-value");
    json const claims{{"iss", sample::app_key},
                      {"exp", 1'764'000'100},
                      {"password", "s3cr3t-value"},
                      {"qsh", platform::connect::query_hash("GET", url, "")}};
    http::Request request{.url = alpha().origin + url};
    request.headers.set("Authorization",
                        "JWT " + jwt::sign(claims.dump(), key, jwt::Algorithm::hs256).value());
    ask(std::move(request));
    auto const shown = detail(id_of("REST"));
    EXPECT_THAT(shown.dump(), Not(HasSubstr("s3cr3t-value")));
    EXPECT_EQ(shown.at("tokens").at(0).at("hash").at("equal"), true) << "it is of what was sent";
    auto const whole = ask_inspector("reveal", {{"id", shown.at("summary").at("id")}});
    EXPECT_THAT(whole.at("tokens").dump(), HasSubstr("access_token=s3cr3t-value"));
}

TEST_F(Inspector, replays_an_address_with_a_fragment)
{
    auto const frame = frame_in(page(alpha(), "/browse/ALPHA-1"), "webPanels/foo-panel");
    auto const url = frame.at("url").get<std::string>() + "#there";
    auto const id = ask_inspector("frame", {{"module", frame.at("module")}, {"url", url}}).at("id");
    EXPECT_EQ(replay(id, "fresh").at("after"), 200);
}

TEST_F(Inspector, signs_nothing_again_that_it_cannot_read)
{
    auto const key = jwt::Key::from_secret(state_->installation("alpha")->shared_secret).value();
    auto const token = jwt::sign(R"({"iss":"a","x":1e999})", key, jwt::Algorithm::hs256).value();
    auto const url = url_of(*server_, "/panel?jwt=") + token;
    auto const id = ask_inspector("frame", {{"module", "foo-panel"}, {"url", url}}).at("id");
    std::vector<std::string> names;
    for (auto const& change : detail(id).at("replay").at("changes"))
        names.push_back(change.at("name"));
    EXPECT_EQ(names, (std::vector<std::string>{"unchanged", "no-token"}));
    EXPECT_EQ(call(alpha(), "inspector/replay", {{"id", id}, {"change", "fresh"}}).status, 400);
}

TEST_F(Inspector, tells_no_app_twice_that_it_was_taken_away)
{
    for (auto const* body : {R"({"eventType":"uninstalled"})", " \n{\"eventType\":\"uninstalled\"}",
                             R"({"eventType":"uninstalled","x":1e999})"}) {
        json const entry{{"startedDateTime", "2025-01-01T00:00:00Z"},
                         {"request",
                          {{"method", "POST"},
                           {"url", url_of(*server_, "/uninstalled")},
                           {"postData", {{"mimeType", "application/json"}, {"text", body}}}}},
                         {"response", {{"status", 200}}}};
        ask_inspector("import", {{"log", {{"entries", json::array({entry})}}}});
        EXPECT_EQ(
            call(alpha(), "inspector/replay", {{"id", id_of("imported")}, {"change", "unchanged"}}).status,
            409)
            << body;
    }
}

TEST_F(Inspector, repeats_an_imported_form_and_none_of_several_parts)
{
    auto const replayed = [&](std::string const& type) {
        json const entry{
            {"startedDateTime", "2025-01-01T00:00:00Z"},
            {"request",
             {{"method", "POST"},
              {"url", url_of(*server_, "/form")},
              {"postData", {{"mimeType", type}, {"params", {{{"name", "a"}, {"value", "b c"}}}}}}}},
            {"response", {{"status", 200}}}};
        ask_inspector("import", {{"log", {{"entries", json::array({entry})}}}});
        return call(alpha(), "inspector/replay", {{"id", id_of("imported")}, {"change", "unchanged"}});
    };
    auto const form = replayed("application/x-www-form-urlencoded");
    EXPECT_EQ(form.status, 200) << form.body;
    EXPECT_EQ(detail(json::parse(form.body).at("exchange")).at("request").at("body"), "a=b+c");
    auto const parts = replayed("multipart/form-data; boundary=x");
    EXPECT_EQ(parts.status, 409);
    EXPECT_THAT(parts.body, HasSubstr("not kept whole"));
}

TEST_F(Inspector, streams_to_GET_alone)
{
    for (auto const* method : {"POST", "HEAD"}) {
        http::Request request{.method = method, .url = alpha().origin + stream_path};
        request.headers.set("X-Postern-Page", secret());
        auto const response = ask(std::move(request));
        EXPECT_EQ(response.status, 405) << method;
        EXPECT_EQ(response.headers.get("Allow"), "GET");
    }
}

TEST_F(Inspector, prints_no_body_without_an_end_of_lists)
{
    auto const nested = std::string(32'000, '[') + std::string(32'000, ']');
    json const entry{
        {"startedDateTime", "2025-01-01T00:00:00Z"},
        {"request",
         {{"method", "POST"},
          {"url", url_of(*server_, "/installed")},
          {"postData",
           {{"mimeType", "application/json"}, {"text", R"({"eventType":"installed","x":)" + nested + "}"}}}}},
        {"response", {{"status", 200}}}};
    ask_inspector("import", {{"log", {{"entries", json::array({entry})}}}});
    auto const sent = call(alpha(), "inspector/replay", {{"id", id_of("imported")}, {"change", "unchanged"}});
    EXPECT_EQ(sent.status, 409) << sent.body;
    EXPECT_THAT(sent.body, HasSubstr("too many objects and lists"));
}

TEST_F(Inspector, exports_an_archive_that_it_can_import)
{
    open_frame();
    auto const masked = ask_inspector("export", {{"secrets", "masked"}});
    auto const secret = state_->installation("alpha")->shared_secret;
    EXPECT_THAT(masked.dump(), Not(HasSubstr(secret)));
    EXPECT_THAT(ask_inspector("export", {{"secrets", "shown"}}).dump(), HasSubstr(secret));
    EXPECT_EQ(call(alpha(), "inspector/export", json::object()).status, 400);

    auto const count = masked.at("log").at("entries").size();
    EXPECT_EQ(ask_inspector("import", masked).at("imported"), count);
    auto const again = detail(id_of("frame webPanels/foo-panel")).at("summary");
    EXPECT_TRUE(again.at("imported").get<bool>());
    EXPECT_EQ(again.at("direction"), "browser-app");
    auto const token = detail(again.at("id")).at("tokens").at(0);
    EXPECT_EQ(token.at("signature").at("text"), "masked when it was exported");
    EXPECT_TRUE(token.at("hash").at("equal").get<bool>()) << "the address is the same";
    EXPECT_EQ(replay(again.at("id"), "fresh").at("after"), 200) << "its claims can be signed again";
    EXPECT_EQ(call(alpha(), "inspector/replay", {{"id", again.at("id")}, {"change", "unchanged"}}).status,
              400);

    auto const one = ask_inspector("export", {{"secrets", "masked"}, {"ids", {again.at("id")}}});
    EXPECT_EQ(one.at("log").at("entries").size(), 1U);
}

TEST_F(Inspector, says_of_an_archive_of_a_browser_whom_it_asked)
{
    json entries = json::array();
    auto const add = [&](std::string const& url, json const& headers = json::array()) {
        entries.push_back({{"startedDateTime", "2025-01-01T00:00:00Z"},
                           {"request", {{"method", "GET"}, {"url", url}, {"headers", headers}}},
                           {"response", {{"status", 200}}}});
    };
    auto const with = secret();
    add(alpha().origin + "/browse/ALPHA-1");
    add(beta().origin + "/simulator/api/edit", {{{"name", "X-Postern-Page"}, {"value", with}}});
    add(alpha().origin + "/rest/api/3/myself");
    add(alpha().origin + "/simulator/api/request");
    add(alpha().origin + "/simulator/web/simulator.js");
    add(alpha().origin + "/simulator/api/inspector/stream");
    add(alpha().origin + "/atlassian-connect/all.js");
    add(alpha().origin + "/inspector");
    add(url_of(*server_, "/panel"));
    add("https://cdn.example/all.js");
    ask_inspector("clear", json::object());
    auto const answer = ask_inspector("import", {{"log", {{"entries", entries}}}});
    EXPECT_EQ(answer, (json{{"imported", 6}, {"leftOut", 4}}));
    std::vector<std::string> shown;
    for (auto const& each : ask_inspector("search", {{"text", "http"}}).at("ids")) {
        auto const whole = ask_inspector("reveal", {{"id", each}});
        auto const& summary = whole.at("summary");
        if (!summary.at("imported").get<bool>())
            continue;
        shown.push_back(fmt::format("{} {} {}", summary.at("direction").get<std::string>(),
                                    summary.at("site").get<std::string>(),
                                    summary.at("purpose").get<std::string>()));
        EXPECT_THAT(whole.dump(), Not(HasSubstr(with)));
    }
    EXPECT_EQ(shown,
              (std::vector<std::string>{"browser-host alpha page", "browser-host beta call of the page: edit",
                                        "browser-host alpha REST", "browser-host alpha AP.request",
                                        "browser-app alpha imported", "browser-elsewhere alpha imported"}));
}

TEST_F(Inspector, refuses_archives_that_are_none_or_too_large_and_says_where)
{
    auto const bad = call(alpha(), "inspector/import", {{"log", {{"entries", {{{"time", 1}}}}}}});
    EXPECT_EQ(bad.status, 400);
    EXPECT_THAT(bad.body, HasSubstr("log.entries[0].startedDateTime"));
    json many = json::array();
    for (std::size_t i = 0; i <= inspector::har_entries_max; ++i)
        many.push_back(1);
    EXPECT_THAT(call(alpha(), "inspector/import", {{"log", {{"entries", many}}}}).body,
                HasSubstr("log.entries: this has 501 members"));
    auto const large =
        call(alpha(), "inspector/import", {{"log", std::string(inspector::har_max_bytes, 'x')}});
    EXPECT_EQ(large.status, 413);
    EXPECT_THAT(large.body, HasSubstr("at most 8388608 bytes"));
    EXPECT_EQ(page(alpha(), "/inspector").at("page").at("archiveMaxBytes"), inspector::har_max_bytes);
    EXPECT_EQ(call(alpha(), "edit", {{"issue", std::string(std::size_t{2} * 1024 * 1024, 'x')}}).status, 413)
        << "only archives are so large";
}

TEST_F(Inspector, fires_the_webhooks_that_the_app_names)
{
    auto const shown = page(alpha(), "/inspector").at("page");
    EXPECT_EQ(shown.at("kind"), "inspector");
    EXPECT_THAT(shown.at("webhooks"), Contains(json{{"event", "jira:issue_updated"}, {"about", {"issue"}}}));
    EXPECT_EQ(ask_inspector("fire", {{"event", "jira:issue_updated"}, {"issue", "ALPHA-2"}}).at("sent"), 1);
    run_until([&] {
        return ask_inspector("search", {{"text", "webhook jira:issue_updated"}}).at("ids").size() == 1;
    });
    auto const sent = detail(id_of("webhook jira:issue_updated"));
    EXPECT_EQ(json::parse(sent.at("request").at("body").get<std::string>()).at("issue").at("key"), "ALPHA-2");
    EXPECT_EQ(call(alpha(), "inspector/fire", {{"event", "issue_invented"}, {"issue", "ALPHA-2"}}).status,
              404);
    EXPECT_EQ(call(alpha(), "inspector/fire", {{"event", "jira:issue_updated"}, {"issue", "NONE-1"}}).status,
              404);
}

TEST_F(Inspector, serves_a_bounded_number_of_readers)
{
    auto const with = secret();
    std::vector<std::string> texts(ExchangeLog::readers_max);
    bool done = false;
    for (auto& text : texts)
        asio::co_spawn(io_, read_events(port(), with, "", text, [&done] { return done; }), asio::detached);
    run_until([&] {
        return std::ranges::all_of(texts, [](auto const& text) { return text.contains("event: reset"); });
    });
    http::Request one_more{.url = alpha().origin + stream_path};
    one_more.headers.set("X-Postern-Page", with);
    EXPECT_EQ(ask(one_more).status, 503);
    done = true;
    page(alpha(), "/"); // wakes them
    run_until([&] {
        return std::ranges::all_of(texts, [](auto const& text) { return text.contains("event: exchange"); });
    });
}

} // namespace
} // namespace postern::simulator
