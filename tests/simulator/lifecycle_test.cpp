// What installs and uninstalls leave at the app and at the site.

#include "app_in_file.hpp"
#include "jwt/token.hpp"
#include "simulator/app_client.hpp"

#include <gmock/gmock.h>

#include <SQLiteCpp/SQLiteCpp.h>

namespace postern::simulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Lifecycle : public AppInFile {};

TEST_F(Lifecycle, an_install_into_a_file_that_is_held_elsewhere_is_refused_before_the_app_is_told)
{
    server_ = listen(service_);
    SQLite::Database other(state_file_, SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    auto const result = install_at_alpha(*server_);
    other.exec("ROLLBACK");
    EXPECT_EQ(result.at("ok"), false);
    EXPECT_THAT(result.at("reason").get<std::string>(),
                HasSubstr("the state file cannot be read or written: database is locked"));
    EXPECT_THAT(result.at("remedy").get<std::string>(), HasSubstr("end the program that holds the file"));
    EXPECT_THAT(calls(), IsEmpty());
    auto const apps = page(alpha(), "/plugins/servlet/upm").at("page");
    EXPECT_EQ(apps.at("lastInstall").at("ok"), false) << "the page of apps says so too";
    EXPECT_EQ(apps.at("lastInstall").at("reason"), result.at("reason"));
}

TEST_F(Lifecycle, an_app_stays_as_it_is_and_is_told_nothing_while_the_file_is_held_elsewhere)
{
    server_ = listen(service_);
    install_at_alpha(*server_);
    told_.clear();
    auto const before = state_->installation("alpha");
    SQLite::Database other(state_file_, SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    for (auto const* change : {"uninstall", "disable"}) {
        auto const result = json::parse(call(alpha(), change, json::object()).body);
        EXPECT_EQ(result.at("ok"), false) << change;
        EXPECT_THAT(result.at("reason").get<std::string>(), HasSubstr("database is locked")) << change;
    }
    other.exec("ROLLBACK");
    EXPECT_EQ(state_->installation("alpha"), before);
    EXPECT_THAT(calls(), IsEmpty());
}

TEST_F(Lifecycle, a_page_says_that_the_file_is_held_elsewhere)
{
    SQLite::Database other(state_file_, SQLite::OPEN_READWRITE);
    other.exec("BEGIN EXCLUSIVE");
    auto const page = ask({.url = alpha().origin + "/plugins/servlet/upm"});
    other.exec("ROLLBACK");
    EXPECT_EQ(page.status, 500);
    EXPECT_THAT(page.headers.get("Content-Type"), testing::Optional(testing::StartsWith("text/html")));
    EXPECT_THAT(page.body, HasSubstr("the state file cannot be read or written: database is locked; end the "
                                     "program that holds the file, then try again."));
}

TEST_F(Lifecycle, an_install_that_cannot_be_kept_is_refused_and_says_what_the_app_has_now)
{
    server_ = listen(service_);
    on_install_ = [this] {
        SQLite::Database(state_file_, SQLite::OPEN_READWRITE).exec("DROP TABLE installation");
    };
    auto const results = run(simulator_->install_everywhere(url_of(*server_, "/atlassian-connect.json")));
    EXPECT_EQ(results[0].outcome, LifecycleResult::Outcome::refused);
    EXPECT_THAT(results[0].reason, HasSubstr("the state file cannot be read or written: no such table"));
    EXPECT_THAT(results[0].remedy, HasSubstr("the app has a secret now that this site has not"));
    EXPECT_THAT(calls(), testing::Contains("one /installed"));
}

TEST_F(Lifecycle, an_app_that_refuses_an_install_without_asking_for_its_key_is_told_where_that_is)
{
    server_ = listen(service_);
    for (auto const status : {400, 401, 404, 500}) {
        install_status_ = status;
        auto const remedy = install_at_alpha(*server_).at("remedy").get<std::string>();
        EXPECT_THAT(remedy, HasSubstr("CONNECT_KEYS_CDN_URL")) << status;
        EXPECT_THAT(remedy, HasSubstr(alpha().origin + "/keys")) << status;
    }
}

TEST_F(Lifecycle, an_app_that_takes_an_install_with_another_status_is_told_which_ones_count)
{
    server_ = listen(service_);
    install_status_ = 202;
    auto const remedy = install_at_alpha(*server_).at("remedy").get<std::string>();
    EXPECT_EQ(remedy, "answer 200 or 204; the host takes anything else for a refusal");
}

TEST_F(Lifecycle, an_app_that_fails_while_it_is_installed_is_sent_to_its_log_first)
{
    server_ = listen(service_);
    install_status_ = 500;
    auto const remedy = install_at_alpha(*server_).at("remedy").get<std::string>();
    EXPECT_THAT(remedy, testing::StartsWith("look into the app's own log"));
}

TEST_F(Lifecycle, a_descriptor_that_does_not_come_says_what_did_and_what_to_do)
{
    struct Row {
        http::Response response;
        char const* reason;
        char const* remedy;
    };
    auto circle = http::make_response(302, "", "");
    circle.headers.set("Location", "/atlassian-connect.json");
    auto elsewhere = http::make_response(302, "", "");
    elsewhere.headers.set("Location", "ftp://app.example/");
    Row const rows[] = {
        {http::make_response(401, "", ""), "answered 401", "serve the descriptor to everybody"},
        {http::make_response(404, "", ""), "answered 404", "check the address"},
        {http::make_response(500, "", ""), "answered 500", "look into the app's own log"},
        {http::make_response(200, "", std::string(net::descriptor_text_max_bytes + 1, ' ')),
         "is larger than 4 MiB", "check that this is the address"},
        {circle, "redirects more than 10 times", "give the address that the descriptor has in the end"},
        {elsewhere, "could not be fetched: ", "give the address that the descriptor has in the end"},
        {http::make_response(200, "", "{\"key\": \"a\",\n  oops}"), "(line 2, column 3)", "double quotes"},
        {http::make_response(200, "", R"({"key": "a", "baseUrl": "{{localBaseUrl}}"})"),
         "has not been filled in", "the running app serves"},
    };
    for (auto const& row : rows) {
        net::Answering app([&](http::Request const&) { return row.response; });
        auto const server = listen(app);
        auto const result = install_at_alpha(*server);
        EXPECT_EQ(result.at("status"), row.response.status) << row.reason;
        EXPECT_THAT(result.at("reason").get<std::string>(), HasSubstr(row.reason));
        EXPECT_THAT(result.at("remedy").get<std::string>(), HasSubstr(row.remedy));
        EXPECT_THAT(result.dump(), testing::Not(HasSubstr("--"))) << "the simulator has no such option";
        EXPECT_THAT(result.dump(), testing::Not(HasSubstr("start the app"))) << "it did answer";
    }
}

TEST_F(Lifecycle, a_descriptor_without_an_app_behind_its_address_says_so)
{
    server_ = listen(service_);
    auto const url = url_of(*server_, "/atlassian-connect.json");
    server_.reset();
    auto const silent = json::parse(call(alpha(), "install", {{"url", url}}).body);
    EXPECT_TRUE(silent.at("status").is_null());
    EXPECT_THAT(silent.at("remedy").get<std::string>(), HasSubstr("start the app first"));
    auto const other = json::parse(call(alpha(), "install", {{"url", "ftp://app.example/a.json"}}).body);
    EXPECT_TRUE(other.at("status").is_null());
    EXPECT_THAT(other.at("reason").get<std::string>(), HasSubstr("neither http nor https"));
    EXPECT_THAT(other.at("remedy").get<std::string>(), HasSubstr("such as http://localhost:3000"));
}

TEST_F(Lifecycle, an_app_that_gives_no_answer_to_an_install_is_told_what_was_seen_of_it)
{
    std::string base_url;
    net::Answering service([&](http::Request const&) {
        return http::make_response(200, "application/json",
                                   json{{"key", "a"},
                                        {"name", "A"},
                                        {"baseUrl", base_url},
                                        {"authentication", {{"type", "jwt"}}},
                                        {"lifecycle", {{"installed", "/installed"}}}}
                                       .dump());
    });
    auto const descriptor = listen(service);
    auto const remedy = [&] { return install_at_alpha(*descriptor).at("remedy").get<std::string>(); };

    net::RawServer closing(io_, {{""}, {""}});
    base_url = closing.url("");
    EXPECT_THAT(remedy(), HasSubstr("it closed the connection while it handled the call"));
    EXPECT_THAT(closing.received, testing::Not(testing::IsEmpty()));

    auto ended = listen(service);
    base_url = url_of(*ended, "");
    ended.reset();
    EXPECT_THAT(remedy(), HasSubstr("start the app"));
}

TEST_F(Lifecycle, an_app_that_is_silent_has_not_answered_in_time)
{
    AppClient app_client(client_, std::make_shared<ExchangeLog>(Redactor::make({}).value()), clock_);
    auto const sent = run(app_client.send({.site = "alpha", .purpose = "descriptor"},
                                          {.url = "http://127.0.0.1:1/"}, std::chrono::steady_clock::now()));
    EXPECT_EQ(std::get<http::TransportFailure>(sent.outcome),
              (http::TransportFailure{http::TransportFailureKind::timed_out,
                                      "127.0.0.1:1 did not answer in time"}));
}

// Asks for the key of each install, as it should, and then refuses it.
class RefusingApp : public net::Service {
public:
    RefusingApp(net::Client& client, std::string keys, std::function<std::string()> descriptor)
        : client_(client),
          keys_(std::move(keys)),
          descriptor_(std::move(descriptor))
    {
    }

    boost::asio::awaitable<http::Response> handle(http::Request request) override
    {
        if (request.url.ends_with("/atlassian-connect.json"))
            co_return http::make_response(200, "application/json", descriptor_());
        auto const token =
            request.headers.get("Authorization").value_or("").substr(std::string_view("JWT ").size());
        http::Request asking{
            .method = "GET", .url = keys_ + "/" + jwt::parse(token).value().key_id.value(), .headers = {}};
        auto sending =
            client_.send(std::move(asking), std::chrono::steady_clock::now() + std::chrono::seconds(10));
        auto const sent = co_await std::move(sending);
        EXPECT_TRUE(std::holds_alternative<http::Response>(sent.outcome));
        co_return http::make_response(401, "", "");
    }

private:
    net::Client& client_;
    std::string keys_;
    std::function<std::string()> descriptor_;
};

TEST_F(Lifecycle, an_app_that_refuses_an_install_and_knows_its_key_is_not_sent_to_the_key_server)
{
    RefusingApp app(client_, alpha().origin + "/keys", [this] { return descriptor_of("one", *server_); });
    server_ = listen(app);
    auto const result = install_at_alpha(*server_);
    EXPECT_EQ(result.at("status"), 401);
    EXPECT_THAT(result.at("remedy").get<std::string>(), HasSubstr("audience"));
    EXPECT_THAT(result.at("remedy").get<std::string>(), testing::Not(HasSubstr("CONNECT_KEYS_CDN_URL")));
}

TEST_F(Lifecycle, another_app_is_told_that_it_makes_room)
{
    server_ = listen(service_);
    other_server_ = listen(other_service_);
    install_at_alpha(*server_);
    install_at_alpha(*server_);
    EXPECT_THAT(calls(), ElementsAre("one /installed", "one /enabled", "one /installed", "one /enabled"))
        << "a reinstall is none";
    told_.clear();
    EXPECT_EQ(install_at_alpha(*other_server_).at("ok"), true);
    ASSERT_EQ(told_.size(), 4U);
    auto const all = calls();
    EXPECT_THAT(std::vector(all.begin(), all.begin() + 2),
                UnorderedElementsAre("one /disabled", "one /uninstalled"));
    EXPECT_THAT(std::vector(all.begin() + 2, all.end()), ElementsAre("two /installed", "two /enabled"));
    EXPECT_EQ(state_->installation("alpha")->app_key, "two");
    EXPECT_THAT(page(alpha(), "/plugins/servlet/upm").at("page").at("events").dump(),
                HasSubstr("a site has one app: one makes room for two"));
}

TEST_F(Lifecycle, an_app_whose_descriptor_cannot_be_read_any_more_is_taken_away_untold)
{
    server_ = listen(service_);
    install_at_alpha(*server_);
    told_.clear();
    SQLite::Database(state_file_, SQLite::OPEN_READWRITE).exec("UPDATE installation SET descriptor = '{'");
    auto const result = json::parse(call(alpha(), "uninstall", json::object()).body);
    EXPECT_EQ(result.at("ok"), false);
    EXPECT_THAT(result.at("reason").get<std::string>(),
                HasSubstr("was told nothing, because the descriptor"));
    EXPECT_FALSE(state_->installation("alpha"));
    EXPECT_THAT(told_, IsEmpty());
    EXPECT_THAT(page(alpha(), "/plugins/servlet/upm").at("page").at("events").dump(),
                HasSubstr("was told nothing"));
}

TEST_F(Lifecycle, an_address_that_had_a_descriptor_is_suggested_also_without_an_app)
{
    server_ = listen(service_);
    install_at_alpha(*server_);
    call(alpha(), "uninstall", json::object());
    EXPECT_EQ(page(alpha(), "/plugins/servlet/upm").at("page").at("suggestions"),
              json::array({url_of(*server_, "/atlassian-connect.json")}));
}

TEST_F(Lifecycle, every_call_is_in_the_name_of_the_first_administrator)
{
    SQLite::Database(state_file_, SQLite::OPEN_READWRITE)
        .exec("UPDATE user SET is_admin = (position = 1) WHERE site = 'alpha'");
    auto const administrator = state_->users("alpha")[1].account_id;
    server_ = listen(service_);
    install_at_alpha(*server_);
    call(alpha(), "disable", json::object());
    call(alpha(), "enable", json::object());
    call(alpha(), "uninstall", json::object());
    EXPECT_EQ(told_.size(), 6U);
    for (auto const& [app, path, request] : told_) {
        auto const header = std::string(request.headers.get("Authorization").value_or(""));
        auto const token = jwt::parse(header.substr(std::min<std::size_t>(4, header.size())));
        ASSERT_TRUE(token) << path;
        EXPECT_EQ(token->claims.subject, administrator) << path;
    }
}

TEST_F(Lifecycle, an_app_whose_key_the_host_refuses_is_not_installed)
{
    net::Answering odd{
        [this](http::Request const& request) { return answer("bad app!", *server_, request); }};
    server_ = listen(odd);
    auto const result = install_at_alpha(*server_);
    EXPECT_EQ(result.at("ok"), false);
    EXPECT_EQ(result.at("event"), "descriptor");
    EXPECT_THAT(result.at("reason").get<std::string>(), HasSubstr("/key \"bad app!\""));
    EXPECT_THAT(result.at("reason").get<std::string>(), HasSubstr("letters, digits"));
    EXPECT_EQ(state_->installation("alpha"), std::nullopt);
    EXPECT_THAT(calls(), IsEmpty());
}

TEST_F(Lifecycle, an_install_says_what_is_odd_about_the_descriptor)
{
    scopes_ = json::array({"READ", "REED", "act_as_user"});
    modules_ = {{"webPanels", {{{"key", "m"}, {"url", "/a"}}, {{"key", "n"}, {"url", "/n"}}}},
                {"dialogs", {{{"key", "m"}, {"url", "/b"}}}},
                {"webhooks", {{{"event", "page_updated"}, {"url", "/c"}}, {{"event", "x"}, {"url", "/d"}}}}};
    server_ = listen(service_);
    auto const result = install_at_alpha(*server_);
    EXPECT_EQ(result.at("ok"), true);
    EXPECT_EQ(result.at("event"), "installed");
    constexpr auto odd = "REED is no scope; the key m stands at more than one module";
    EXPECT_EQ(result.at("reason"), odd);
    auto const events = page(alpha(), "/plugins/servlet/upm").at("page").at("events");
    auto const noted =
        std::ranges::find_if(events, [](json const& event) { return event.at("event") == "descriptor"; });
    ASSERT_NE(noted, events.end());
    EXPECT_EQ(noted->at("ok"), true);
    EXPECT_EQ(noted->at("note"), odd);
}

TEST_F(Lifecycle, an_install_has_nothing_to_say_of_a_usual_descriptor)
{
    server_ = listen(service_);
    EXPECT_EQ(install_at_alpha(*server_).at("reason"), "");
    for (auto const& event : page(alpha(), "/plugins/servlet/upm").at("page").at("events"))
        EXPECT_NE(event.at("event"), "descriptor");
}

} // namespace
} // namespace postern::simulator
