#include "evidence/json.hpp"
#include "support/example_evidence.hpp"
#include "support/source_dir.hpp"
#include "support/tls_example.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>

namespace postern::evidence {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

std::string written(Evidence const& evidence)
{
    std::ostringstream out;
    write_json(evidence, out);
    return out.str();
}

Evidence full_example()
{
    auto evidence = support::example_evidence();
    evidence.completeness.gaps = {"the scan was interrupted"};
    evidence.descriptor_warnings = {"line 3: unknown module"};
    auto const html = http::make_response(200, "text/html", "<p>");
    auto attempt = evidence.access->attempts.front();
    attempt.credential = Credential::user;
    attempt.placement = platform::TokenPlacement::query_parameter;
    attempt.hops.front() =
        support::example_exchange("e3", "https://app.example/",
                                  http::TransportFailure{http::TransportFailureKind::timed_out, "too late"});
    evidence.admin = AdminAttempts{.user_token = AdminAttempts::UserToken::given,
                                   .endpoints = {"webPanels/foo-panel"},
                                   .attempts = {{.endpoint = "webPanels/foo-panel",
                                                 .binding = TokenBinding::any_request,
                                                 .without_token = evidence.access->attempts.front(),
                                                 .with_token = attempt}}};
    evidence.target.certificates = Target::Certificates::not_checked;
    evidence.endpoints.push_back(evidence.endpoints.front());
    evidence.endpoints.back().id = "webPanels/broken";
    evidence.endpoints.back().unusable = "its address cannot be used: it is no URL";
    evidence.exposed_paths =
        ExposedPaths{.attempts = {{.kind = PathAttempt::Kind::control,
                                   .base = "https://app.example",
                                   .path = "/.env",
                                   .exchange = support::example_exchange("e4", "https://app.example/.env",
                                                                         http::make_response(404, "", ""))}}};
    evidence.cross_origin.emplace();
    evidence.cross_origin->attempts = {
        {.endpoint = "webPanels/foo-panel",
         .detail = "null",
         .hops = {support::example_exchange("e5", "https://app.example/foo.html",
                                            http::make_response(200, "", ""))}}};
    auto marked = evidence.access->attempts.front();
    marked.hops.front() = support::example_exchange("e6", "https://app.example/?a=%22", html);
    evidence.input = InputAttempts{
        {{.given = {{"issueKey", marker_value("ptr1")}, {"a", "\xff"}}, .attempt = std::move(marked)}}};
    evidence.resources =
        Resources{{{.url = "https://app.example/app.js",
                    .endpoint = "webPanels/foo-panel",
                    .named_by = "<script src=\"/app.js\">",
                    .exchange = support::example_exchange("e7", "https://app.example/app.js", html)},
                   {.kind = Resource::Kind::third_party,
                    .url = "https://cdn.example/all.js",
                    .endpoint = "webPanels/foo-panel",
                    .named_by = "<script src=\"https://cdn.example/all.js\">",
                    .skipped = "another host"}}};
    evidence.tls = support::example_tls("e90", "e91");
    evidence.tls->hosts[1].addresses[0].session.reset();
    evidence.tls->hosts[1].addresses[0].session_failure = "handshake failure";
    evidence.tls->hosts[1].addresses_left_out = {"192.0.2.77"};
    evidence.tls->hosts[1].cut_off = "the scan's time was over";
    return evidence;
}

TEST(EvidenceJson, comes_back_as_it_was)
{
    auto const evidence = full_example();
    auto const back = read_json(written(evidence));
    ASSERT_TRUE(back) << back.error().pointer << ": " << back.error().message;
    EXPECT_EQ(*back, evidence);
    EXPECT_EQ(written(*back), written(evidence));

    std::istringstream stream(written(evidence));
    EXPECT_EQ(read_json(stream).value(), evidence);
    EXPECT_EQ(read_json(written({})).value(), Evidence{});
}

TEST(EvidenceJson, has_each_exchange_once)
{
    auto const document = json::parse(written(full_example()));
    std::vector<std::string> ids;
    for (auto const& exchange : document["exchanges"])
        ids.push_back(exchange["id"]);
    EXPECT_THAT(ids, testing::UnorderedElementsAre("e1", "e2", "e3", "e4", "e5", "e6", "e7", "e90", "e91"));
    EXPECT_EQ(document["admin"]["attempts"][0]["without_token"]["exchanges"], json{"e1"});
}

TEST(EvidenceJson, keeps_bytes_that_are_no_text)
{
    auto evidence = support::example_evidence();
    auto response = http::make_response(200, "image/png", std::string("\x89PNG\0\xff", 6));
    response.headers.set("X-Latin", "\xfc");
    evidence.access->attempts[0].hops[0].outcome = response;
    auto const text = written(evidence);
    EXPECT_THAT(text, HasSubstr(R"(["X-Latin",{"base64":"/A=="}])"));
    EXPECT_EQ(read_json(text).value(), evidence);
}

TEST(EvidenceJson, ignores_what_it_does_not_know)
{
    auto document = json::parse(written(full_example()));
    document["new"] = {{"format", 1}};
    document["exchanges"][0]["request"]["new"] = nullptr;
    EXPECT_EQ(read_json(document.dump(3)).value(), full_example());
}

struct Row {
    char const* sentence;
    std::function<void(json&)> spoil;
    char const* pointer;
    char const* message;
};

TEST(EvidenceJson, names_the_place_that_is_wrong)
{
    std::vector<Row> const rows{
        {"a later format", [](json& d) { d["format"] = "postern-evidence-2"; }, "/format",
         "this evidence has the format \"postern-evidence-2\", and only \"postern-evidence-1\" can be read"},
        {"something else", [](json& d) { d["format"] = "har"; }, "", "this is not evidence of a scan"},
        {"a list", [](json& d) { d = json::array(); }, "", "this is not evidence of a scan"},
        {"a report", [](json& d) { d = {{"schema_version", "1.0"}}; }, "", "this is a report, not evidence"},
        {"a missing member", [](json& d) { d.erase("gaps"); }, "", "the member \"gaps\" is missing"},
        {"a wrong type", [](json& d) { d["target"]["app_key"] = 7; }, "/target/app_key",
         "this must be a text"},
        {"an object that should be a list", [](json& d) { d["endpoints"] = json::object(); }, "/endpoints",
         "this must be a list"},
        {"a list that should be an object", [](json& d) { d["target"] = json::array(); }, "/target",
         "this must be an object"},
        {"an unknown word", [](json& d) { d["access"]["attempts"][0]["credential"] = "x"; },
         "/access/attempts/0/credential", "\"x\" is not a known word here"},
        {"base64 with a hole", [](json& d) { d["exchanges"][0]["response"]["body"] = {{"base64", "A"}}; },
         "/exchanges/0/response/body", "this must be a text"},
        {"a number out of range", [](json& d) { d["exchanges"][0]["response"]["status"] = 1000; },
         "/exchanges/0/response/status", "this must be a whole number from 0 to 999"},
        {"a negative number", [](json& d) { d["exchanges"][0]["elapsed_us"] = -1; },
         "/exchanges/0/elapsed_us", "this must be a whole number"},
        {"a number beyond all", [](json& d) { d["started_at_ms"] = UINT64_MAX; }, "/started_at_ms", ""},
        {"a fraction", [](json& d) { d["started_at_ms"] = 1.5; }, "/started_at_ms", ""},
        {"a header with a line break",
         [](json& d) { d["exchanges"][0]["request"]["headers"][0][1] = "a\r\nb"; },
         "/exchanges/0/request/headers/0", ""},
        {"a header without a value", [](json& d) { d["exchanges"][0]["request"]["headers"][0].erase(1); },
         "/exchanges/0/request/headers/0", "this must be a list of a name and a value"},
        {"neither response nor failure", [](json& d) { d["exchanges"][0].erase("response"); }, "/exchanges/0",
         ""},
        {"an exchange that is not there", [](json& d) { d["lifecycle"]["attempts"][0]["exchange"] = "e9"; },
         "/lifecycle/attempts/0/exchange", "no exchange has the id \"e9\""},
        {"an exchange that too many attempts name",
         [](json& d) {
             auto& attempts = d["lifecycle"]["attempts"];
             attempts = json::array_t(5, attempts[0]);
         },
         "/lifecycle/attempts/4/exchange", "more than 4 attempts name the exchange \"e2\""},
        {"two exchanges with one id", [](json& d) { d["exchanges"][1]["id"] = "e1"; }, "/exchanges/1/id", ""},
        {"an endpoint that is not there", [](json& d) { d["admin"]["endpoints"][0] = "x"; },
         "/admin/endpoints/0", "no endpoint has the id \"x\""},
        {"two endpoints with one id", [](json& d) { d["endpoints"][1] = d["endpoints"][0]; },
         "/endpoints/1/id", ""},
        {"an attempt without exchanges",
         [](json& d) { d["access"]["attempts"][0]["exchanges"] = json::array(); },
         "/access/attempts/0/exchanges", ""},
    };
    for (auto const& row : rows) {
        auto document = json::parse(written(full_example()));
        row.spoil(document);
        auto const read = read_json(document.dump());
        ASSERT_FALSE(read) << row.sentence;
        EXPECT_EQ(read.error().pointer, row.pointer) << row.sentence;
        EXPECT_THAT(read.error().message, StartsWith(row.message)) << row.sentence;
        EXPECT_NE(read.error().remedy, "") << row.sentence;
    }
}

TEST(EvidenceJson, names_the_line_of_what_is_not_json)
{
    EXPECT_EQ(read_json("{\n\n  oops").error().message,
              "the evidence is not JSON: line 3, byte 6 of the file");
    EXPECT_EQ(read_json("").error().message, "the evidence is empty");
    EXPECT_THAT(read_json(R"({"format": 1E999})").error().message,
                HasSubstr("a number that is out of every range"));
    EXPECT_THAT(read_json("\xff\xfe").error().message, StartsWith("the evidence is not JSON"));
    auto const whole = written(full_example());
    EXPECT_FALSE(read_json(whole.substr(0, whole.size() / 2)));
}

TEST(EvidenceJson, has_limits)
{
    EXPECT_THAT(read_json(std::string(1'000'000, '[')).error().message,
                HasSubstr("nested more than 16 levels"));
    EXPECT_THAT(read_json("[" + std::string(evidence_values_max, ',')).error().message,
                HasSubstr("more than 4000000 values"));
}

// The names of an enum's values from the first to `last`.
template <typename Enum>
json names_up_to(Enum last)
{
    auto names = json::array();
    for (int value = 0; value <= static_cast<int>(last); ++value)
        names.push_back(name(static_cast<Enum>(value)));
    return names;
}

TEST(EvidenceSchema, lists_every_word)
{
    std::ifstream in(support::source_dir() / "docs/schema/evidence-1.schema.json");
    auto const schema = json::parse(in).at("$defs");
    auto const words = [&](char const* definition, char const* member) {
        return schema.at(definition).at("properties").at(member).at("enum");
    };
    EXPECT_EQ(words("attempt", "credential"), names_up_to(Credential::user));
    EXPECT_EQ(words("attempt", "placement"), names_up_to(platform::TokenPlacement::query_parameter));
    EXPECT_EQ(words("lifecycle_attempt", "forgery"), names_up_to(LifecycleForgery::key_id_with_url));
    EXPECT_EQ(words("admin_attempt", "binding"), names_up_to(TokenBinding::another_request));
    EXPECT_EQ(words("path_attempt", "kind"), names_up_to(PathAttempt::Kind::control));
    EXPECT_EQ(words("input_attempt", "kind"), names_up_to(InputAttempt::Kind::redirect_target));
    EXPECT_EQ(words("resource", "kind"), names_up_to(Resource::Kind::third_party));
    EXPECT_EQ(words("endpoint", "kind"), names_up_to(platform::EndpointKind::action));
    EXPECT_EQ(words("endpoint", "audience"), names_up_to(platform::Audience::administrators));
    EXPECT_EQ(words("endpoint", "caching"), names_up_to(platform::Caching::cacheable));
    EXPECT_EQ(schema.at("exchange").at("properties").at("failure").at("properties").at("kind").at("enum"),
              names_up_to(http::TransportFailureKind::limit_exceeded));
}

// Values with everything that a target can send in them.
rc::Gen<std::string> any_bytes() { return rc::gen::container<std::string>(rc::gen::arbitrary<char>()); }

http::Headers any_headers()
{
    http::Headers headers;
    auto const values = *rc::gen::container<std::vector<std::string>>(any_bytes());
    for (auto const& value : values)
        static_cast<void>(headers.add("X-Any", value)); // what would split a message cannot be observed
    return headers;
}

http::Exchange any_exchange(int number)
{
    http::Exchange exchange{.id = fmt::format("e{}", number),
                            .request = {.method = *any_bytes(),
                                        .url = *any_bytes(),
                                        .headers = any_headers(),
                                        .body = *any_bytes()},
                            .elapsed = std::chrono::microseconds(*rc::gen::inRange(0, 1'000'000))};
    if (*rc::gen::arbitrary<bool>())
        exchange.outcome = http::Response{.status = *rc::gen::inRange(100, 600),
                                          .version = "2",
                                          .headers = any_headers(),
                                          .body = *any_bytes(),
                                          .body_bytes = *rc::gen::arbitrary<std::uint32_t>()};
    else
        exchange.outcome = http::TransportFailure{
            static_cast<http::TransportFailureKind>(*rc::gen::inRange(0, 10)), *any_bytes()};
    return exchange;
}

Attempt any_attempt(int& number)
{
    Attempt attempt{.endpoint = "lifecycle/installed",
                    .credential = static_cast<Credential>(*rc::gen::inRange(0, 10)),
                    .detail = *any_bytes(),
                    .context = *any_bytes(),
                    .stopped = *any_bytes()};
    if (*rc::gen::arbitrary<bool>())
        attempt.placement = static_cast<platform::TokenPlacement>(*rc::gen::inRange(0, 2));
    auto const hops = *rc::gen::inRange(1, 4);
    for (int hop = 0; hop < hops; ++hop)
        attempt.hops.push_back(any_exchange(++number));
    return attempt;
}

Evidence any_evidence()
{
    int number = 0;
    Evidence evidence = support::example_evidence();
    evidence.tool_version = *any_bytes();
    evidence.target.app_name = *any_bytes();
    evidence.started_at = TimePoint(std::chrono::milliseconds(*rc::gen::arbitrary<std::uint32_t>()));
    evidence.completeness.gaps = *rc::gen::container<std::vector<std::string>>(any_bytes());
    evidence.endpoints[0].url_template = *any_bytes();
    evidence.endpoints[0].kind = static_cast<platform::EndpointKind>(*rc::gen::inRange(0, 5));
    evidence.access.reset();
    evidence.lifecycle.reset();
    if (*rc::gen::arbitrary<bool>()) {
        evidence.access.emplace();
        evidence.access->contexts.push_back(
            {.label = *any_bytes(),
             .values = *rc::gen::container<std::map<std::string, std::string>>(any_bytes(), any_bytes())});
        auto const attempts = *rc::gen::inRange(0, 4);
        for (int i = 0; i < attempts; ++i)
            evidence.access->attempts.push_back(any_attempt(number));
    }
    if (*rc::gen::arbitrary<bool>())
        evidence.lifecycle =
            LifecycleAttempts{{{.endpoint = "lifecycle/installed",
                                .event = *any_bytes(),
                                .forgery = static_cast<LifecycleForgery>(*rc::gen::inRange(0, 6)),
                                .exchange = any_exchange(++number)}}};
    if (*rc::gen::arbitrary<bool>())
        evidence.admin =
            AdminAttempts{.endpoints = {"lifecycle/installed"},
                          .attempts = {{.endpoint = "lifecycle/installed",
                                        .binding = static_cast<TokenBinding>(*rc::gen::inRange(0, 3)),
                                        .without_token = any_attempt(number),
                                        .with_token = any_attempt(number)}}};
    if (*rc::gen::arbitrary<bool>())
        evidence.exposed_paths =
            ExposedPaths{.wish = static_cast<ExposedPaths::Wish>(*rc::gen::inRange(0, 2)),
                         .attempts = {{.kind = static_cast<PathAttempt::Kind>(*rc::gen::inRange(0, 3)),
                                       .base = *any_bytes(),
                                       .path = *any_bytes(),
                                       .exchange = any_exchange(++number)}}};
    return evidence;
}

RC_GTEST_PROP(EvidenceJsonProperty, comes_back_whatever_was_observed, ())
{
    auto const evidence = any_evidence();
    auto const text = written(evidence);
    auto const back = read_json(text);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == evidence);
    RC_ASSERT(written(*back) == text);
}

} // namespace
} // namespace postern::evidence
