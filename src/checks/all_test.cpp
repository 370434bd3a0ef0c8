// What holds for every check, whatever it judges.
#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace postern::checks {
namespace {

using evidence::Evidence;
using namespace std::chrono_literals;
using support::answer;
using support::healthy;
using support::html;

std::filesystem::path const root = POSTERN_SOURCE_DIR;

std::string contents(std::filesystem::path const& file)
{
    std::ifstream stream(file);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

using Spoil = std::function<void(Evidence&)>;

// The same shell for everybody without a token, or a refusal, with one thing wrong.
Spoil spoilt(int status, std::function<void(http::Response&)> const& spoil)
{
    return [=](Evidence& evidence) {
        auto response = html("<div id=app></div>", status);
        spoil(response);
        answer(evidence, support::page_id, support::without_token(), response);
    };
}

// One way to fail each check.
std::map<std::string_view, Spoil> const& failing()
{
    static std::map<std::string_view, Spoil> const examples{
        {"anonymous-access",
         [](Evidence& evidence) {
             answer(evidence, support::page_id, support::without_token(), html("<p>PTRNA-4711</p>"));
         }},
        {"forged-token",
         [](Evidence& evidence) {
             answer(evidence, support::page_id, support::with({evidence::Credential::alg_none}),
                    html("<p>PTRNA-4711</p>"));
         }},
        {"lifecycle-signature",
         [](Evidence& evidence) {
             evidence.lifecycle->attempts[0].exchange.outcome = http::make_response(204, "", "");
         }},
        {"admin-authorization",
         [](Evidence& evidence) {
             evidence.admin->attempts[0].with_token.hops[0].outcome = html("<h1>Settings</h1>");
         }},
        {"leaked-tokens",
         [](Evidence& evidence) {
             auto moved = http::make_response(302, "", "");
             moved.headers.set("Location", "/login?token=" + std::string(support::forged_token_text));
             answer(evidence, support::page_id, support::with({evidence::Credential::random_secret}), moved);
         }},
        {"cache-control",
         spoilt(401,
                [](http::Response& answer) { answer.headers.set("Cache-Control", "private, max-age=60"); })},
        {"referrer-policy", spoilt(401,
                                   [](http::Response& answer) {
                                       answer.headers.set("Referrer-Policy", "no-referrer, unsafe-url");
                                   })},
        {"session-cookies",
         spoilt(401,
                [](http::Response& answer) { answer.headers.set("Set-Cookie", "sid=********; Path=/"); })},
        {"content-security-policy", spoilt(200,
                                           [](http::Response& answer) {
                                               answer.headers.set(
                                                   "Content-Security-Policy",
                                                   "default-src 'self'; frame-ancestors 'self'");
                                           })},
        {"frame-options", spoilt(200,
                                 [](http::Response& answer) {
                                     answer.headers.set("X-Frame-Options", "DENY");
                                     answer.headers.set("Content-Security-Policy", "default-src 'self'");
                                 })},
        {"content-type-options", spoilt(200,
                                        [](http::Response& answer) {
                                            answer.headers.remove("X-Content-Type-Options");
                                            answer.headers.remove("Content-Type");
                                        })},
        {"cross-origin",
         [](Evidence& evidence) {
             auto& hop = evidence.cross_origin->attempts[0].hops[0];
             auto& answer = std::get<http::Response>(hop.outcome);
             answer.headers.set("Access-Control-Allow-Origin", *hop.request.headers.get("Origin"));
             answer.headers.set("Access-Control-Allow-Credentials", "true");
         }},
        {"reflected-input",
         [](Evidence& evidence) {
             auto& marked = evidence.input->attempts[0];
             marked.attempt.hops[0].outcome = html("<p>" + marked.given[0].second + "</p>", 400);
         }},
        {"open-redirect",
         [](Evidence& evidence) {
             auto& asked = evidence.input->attempts[1];
             auto away = support::with_good_headers(http::make_response(302, "", ""));
             away.headers.set("Location", asked.given[0].second);
             asked.attempt.hops[0].outcome = std::move(away);
         }},
        {"vulnerable-components",
         [](Evidence& evidence) {
             evidence.resources->resources[0].exchange->outcome =
                 support::with_good_headers(http::make_response(
                     200, "text/javascript", "/**\n * @license\n * lodash 4.17.4 lodash.com/license\n */"));
         }},
        {"credential-forms",
         [](Evidence& evidence) {
             evidence.admin->attempts[1].with_token.hops[0].outcome =
                 html("<label>Jira API token <input name=token></label>");
         }},
        {"exposed-files",
         [](Evidence& evidence) {
             evidence.exposed_paths->attempts[2].exchange.outcome =
                 http::make_response(200, "", "ref: refs/heads/main\n");
         }},
        {"directory-listing",
         [](Evidence& evidence) {
             evidence.exposed_paths->attempts[5].exchange.outcome =
                 html("<title>Directory listing for /static/</title>");
         }},
        {"error-pages",
         [](Evidence& evidence) {
             answer(evidence, support::page_id, support::without_token(),
                    html("<pre>Error<br> at a (/srv/a.js:1:2)<br> at b (/srv/b.js:3:4)</pre>", 500));
         }},
        {"leaked-secrets",
         [](Evidence& evidence) {
             answer(evidence, support::page_id, support::without_token(),
                    html("sharedSecret: '9fKd02LmQpX7vBnC4tRwZ8sY1uGhJe5A'", 401));
         }},
        {"source-maps",
         [](Evidence& evidence) {
             answer(evidence, support::page_id, support::everyone(),
                    http::make_response(
                        200, "text/css",
                        R"({"version":3,"sources":["a"],"sourcesContent":["a"],"mappings":""})"));
         }},
        {"descriptor-base-url",
         [](Evidence& evidence) { evidence.descriptor->base_url->text = "http://app.example"; }},
        {"descriptor-migrations",
         [](Evidence& evidence) {
             evidence.descriptor->migrations[0].state = platform::StatedMigration::State::off;
         }},
        {"descriptor-authentication",
         [](Evidence& evidence) {
             evidence.target.authentication = platform::Authentication::none;
             evidence.descriptor->authentication->text = "none";
         }},
        {"descriptor-scopes",
         [](Evidence& evidence) {
             evidence.descriptor->scopes[0] = {.name = {"ADMIN", "/scopes/0", {7, 15}},
                                               .reach = platform::StatedScope::Reach::wide,
                                               .why = "the whole site is open"};
         }},
        {"descriptor-modules",
         [](Evidence& evidence) {
             evidence.descriptor->modules[0].standing = platform::StatedModule::Standing::deprecated;
         }},
        {"tls-versions",
         [](Evidence& evidence) {
             evidence.tls->hosts[0].addresses[0].versions[3].reply = tls::Reply::accepted;
         }},
        {"tls-ciphers",
         [](Evidence& evidence) {
             evidence.tls->hosts[0].addresses[0].versions[1].suites.push_back(0x0005);
         }},
        {"tls-certificate",
         [](Evidence& evidence) {
             evidence.tls->hosts[1].addresses[0].session->chain[0].not_after = evidence.started_at - 1h;
         }},
        {"https-redirect",
         [](Evidence& evidence) { evidence.tls->hosts[0].plain->outcome = html("<p>hello</p>"); }},
        {"hsts",
         [](Evidence& evidence) {
             evidence.admin->attempts.pop_back();
             evidence.resources->resources.clear();
             evidence.tls->hosts[0].secure->outcome = html("<p>hello</p>", 404);
         }},
    };
    return examples;
}

// What these checks find is a reason to look, and never a failure by itself.
std::set<std::string_view> const& only_warning()
{
    static std::set<std::string_view> const checks{"source-maps", "descriptor-scopes", "descriptor-modules"};
    return checks;
}

class EveryCheck : public testing::TestWithParam<Check> {
protected:
    [[nodiscard]] static Check const& check() { return GetParam(); }
    [[nodiscard]] static std::string id() { return std::string(check().info->id); }
};

TEST_P(EveryCheck, is_called_as_its_file)
{
    auto name = id();
    std::ranges::replace(name, '-', '_');
    EXPECT_TRUE(exists(root / "src/checks" / (name + ".cpp")));
    EXPECT_TRUE(exists(root / "src/checks" / (name + "_test.cpp")));
}

TEST_P(EveryCheck, says_what_it_is_about)
{
    auto const& info = *check().info;
    EXPECT_FALSE(info.title.empty());
    EXPECT_FALSE(info.failure_title.empty());
    EXPECT_NE(info.title, info.failure_title);
    EXPECT_TRUE(info.why.ends_with('.'));
    EXPECT_GT(info.cwe, 0);
}

TEST_P(EveryCheck, has_its_page)
{
    auto const page = contents(root / "docs/checks" / (id() + ".md"));
    for (auto const* heading : {"## What it means", "## How it is measured", "## How to fix it",
                                "### Express", "### Spring", "### By hand", "## When it is a false positive"})
        EXPECT_THAT(page, testing::HasSubstr("\n" + std::string(heading) + "\n")) << id();
    EXPECT_TRUE(page.starts_with("# " + id() + "\n"));
}

TEST_P(EveryCheck, answers_a_requirement)
{
    auto const topics = nlohmann::json::parse(contents(root / "catalogue/topics.json"));
    std::size_t named = 0;
    for (auto const& topic : topics.at("topics"))
        for (auto const& each : topic.at("checks"))
            named += each.get<std::string>() == id() ? 1 : 0;
    EXPECT_GT(named, 0u) << "name it at a topic of catalogue/topics.json";
}

TEST_P(EveryCheck, passes_a_healthy_app_and_fails_a_spoilt_one)
{
    auto const passed = check().run(healthy());
    EXPECT_EQ(passed.outcome, Outcome::pass) << passed.summary;
    ASSERT_TRUE(failing().contains(id())) << "add a failing example for this check";
    auto evidence = healthy();
    failing().at(id())(evidence);
    auto const failed = check().run(evidence);
    EXPECT_EQ(failed.outcome, only_warning().contains(id()) ? Outcome::warn : Outcome::fail)
        << failed.summary;
}

TEST_P(EveryCheck, proves_what_it_says)
{
    for (auto const& [name, spoil] : failing()) {
        auto evidence = healthy();
        spoil(evidence);
        auto const verdict = check().run(evidence);
        EXPECT_FALSE(verdict.summary.empty());
        EXPECT_FALSE(verdict.summary.ends_with('.'));
        for (auto const& finding : verdict.findings) {
            EXPECT_FALSE(finding.message.empty());
            EXPECT_FALSE(finding.exchanges.empty() && finding.proof.empty());
            EXPECT_FALSE(finding.endpoint.empty() && finding.subject.empty());
            if (!finding.endpoint.empty())
                EXPECT_NE(std::ranges::find(evidence.endpoints, finding.endpoint, &platform::Endpoint::id),
                          evidence.endpoints.end());
        }
        EXPECT_EQ(verdict.outcome == Outcome::fail, name == id() && !only_warning().contains(name))
            << name << " is told by " << id();
    }
}

TEST_P(EveryCheck, could_not_look_where_nothing_was_gathered)
{
    auto evidence = healthy();
    evidence.access.reset();
    evidence.lifecycle.reset();
    evidence.admin.reset();
    evidence.cross_origin.reset();
    evidence.exposed_paths.reset();
    evidence.descriptor.reset();
    evidence.input.reset();
    evidence.resources.reset();
    evidence.tls.reset();
    EXPECT_EQ(check().run(evidence).outcome, Outcome::inconclusive);
}

TEST_P(EveryCheck, never_passes_where_nothing_was_probed)
{
    auto evidence = healthy();
    evidence.access->attempts.clear();
    evidence.lifecycle->attempts.clear();
    evidence.admin->attempts.clear();
    evidence.cross_origin->attempts.clear();
    evidence.exposed_paths->attempts.clear();
    evidence.descriptor.reset(); // reading it is the probe of the checks that judge it
    evidence.input->attempts.clear();
    evidence.resources->resources.clear();
    evidence.tls->hosts.clear();
    EXPECT_EQ(check().run(evidence).outcome, Outcome::inconclusive);
    evidence.endpoints.clear();
    evidence.admin->endpoints.clear();
    EXPECT_NE(check().run(evidence).outcome, Outcome::pass);
}

TEST_P(EveryCheck, never_passes_where_nothing_answered)
{
    auto evidence = healthy();
    http::Outcome const lost =
        http::TransportFailure{http::TransportFailureKind::connection_refused, "refused"};
    for (auto& attempt : evidence.access->attempts)
        attempt.hops[0].outcome = lost;
    for (auto& attempt : evidence.cross_origin->attempts)
        attempt.hops[0].outcome = lost;
    for (auto& attempt : evidence.lifecycle->attempts)
        attempt.exchange.outcome = lost;
    for (auto& attempt : evidence.exposed_paths->attempts)
        attempt.exchange.outcome = lost;
    for (auto& input : evidence.input->attempts)
        input.attempt.hops[0].outcome = lost;
    for (auto& resource : evidence.resources->resources)
        resource.exchange->outcome = lost;
    for (auto& attempt : evidence.admin->attempts) {
        attempt.with_token.hops[0].outcome = lost;
        attempt.without_token.hops[0].outcome = lost;
    }
    evidence.descriptor.reset(); // it was fetched from the app too
    for (auto& host : evidence.tls->hosts) {
        for (auto* exchange : {&host.plain, &host.secure})
            if (*exchange)
                (*exchange)->outcome = lost;
        host.addresses = {{.address = "192.0.2.1", .unreachable = "Connection refused"}};
    }
    EXPECT_EQ(check().run(evidence).outcome, Outcome::inconclusive);
}

void shuffle(Evidence& evidence, std::mt19937& random)
{
    std::ranges::shuffle(evidence.descriptor->scopes, random);
    std::ranges::shuffle(evidence.descriptor->migrations, random);
    std::ranges::shuffle(evidence.descriptor->lifecycle, random);
    std::ranges::shuffle(evidence.access->attempts, random);
    std::ranges::shuffle(evidence.access->contexts, random);
    std::ranges::shuffle(evidence.lifecycle->attempts, random);
    std::ranges::shuffle(evidence.admin->attempts, random);
    std::ranges::shuffle(evidence.cross_origin->attempts, random);
    std::ranges::shuffle(evidence.exposed_paths->attempts, random);
    std::ranges::shuffle(evidence.input->attempts, random);
    std::ranges::shuffle(evidence.resources->resources, random);
    std::ranges::shuffle(evidence.tls->hosts, random);
    for (auto& host : evidence.tls->hosts)
        std::ranges::shuffle(host.addresses, random);
}

void mutate_tls(Evidence& evidence, std::mt19937& random)
{
    auto const below = [&](std::size_t end) { return random() % end; };
    for (auto& host : evidence.tls->hosts) {
        if (below(6) == 0)
            host.unresolved = "no such name";
        if (below(6) == 0)
            host.cut_off = "the scan was interrupted";
        if (below(10) == 0)
            host.host = "unknown:1";
        if (below(3) == 0)
            host.addresses.push_back({.address = "192.0.2.2", .unreachable = "Network is unreachable"});
        if (below(3) == 0)
            host.addresses.push_back(host.addresses.front());
        auto& address = host.addresses.back();
        for (auto& asked : address.versions) {
            asked.reply = static_cast<tls::Reply>(below(6));
            if (below(3) == 0)
                asked.suites.push_back(static_cast<std::uint16_t>(below(0x10000)));
        }
        if (below(5) == 0)
            address.session.reset();
        if (!address.session)
            continue;
        if (below(3) == 0)
            address.session->trust = {.untrusted = "self-signed certificate", .outdated = {"", "CN=old"}};
        if (below(4) == 0)
            address.session->chain.clear();
        for (auto& certificate : address.session->chain) {
            certificate.not_after = TimePoint(std::chrono::milliseconds(below(2'000'000'000'000)));
            certificate.key_bits = static_cast<int>(below(4096));
            certificate.signature = below(2) == 0 ? "" : "sha1WithRSAEncryption";
            certificate.sha256.resize(below(8));
        }
    }
}

// Any part of the evidence that a target can shape, or that a hand-made file may lack.
void mutate(Evidence& evidence, std::mt19937& random)
{
    auto const below = [&](std::size_t end) { return random() % end; };
    auto const response = [&]() -> http::Outcome {
        static std::vector<std::string> const bodies{"",
                                                     "<p>PTRNA-4711</p>",
                                                     "<div id=app></div>",
                                                     "error",
                                                     "<form><input type=password",
                                                     "<script>/*! jQuery v1.8.1 jquery.com */</script>",
                                                     "ptr1\"'<ptr1x><a href=ptr2\"'<ptr2x>",
                                                     std::string("\0\xff%%%2", 6),
                                                     "eyJ.eyJ.",
                                                     "ref: refs/heads/main",
                                                     "<title>Index of /static</title><h1>Index of /static",
                                                     "Error at a (/srv/a.js:1:2)\n at b (/srv/b.js:3:4)",
                                                     "sharedSecret: '9fKd02LmQpX7vBnC4tRwZ8sY1uGhJe5A'",
                                                     "postern-test-key-a https://postern-test-a.example"};
        static std::vector<std::string> const values{"",           "*",
                                                     "null",       "DENY",
                                                     ",;=\"",      "no-store, max-age=1",
                                                     "unsafe-url", "frame-ancestors 'self'; script-src *"};
        if (below(6) == 0)
            return http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"};
        constexpr std::array statuses{100, 200, 204, 301, 302, 304, 400, 401, 403, 404, 429, 500, 503, 999};
        auto answer = html(bodies[below(bodies.size())], statuses[below(statuses.size())]);
        answer.body_bytes = below(100);
        if (below(3) == 0)
            answer.headers.set("Location", std::array{"/login?next=%2Ffoo", "::",
                                                      "/login?t=eyJhbGciOiJIUzI1NiJ9."
                                                      "eyJpc3MiOiJzb21lYm9keSJ9."}[below(3)]);
        if (below(3) == 0)
            answer.headers.set("Set-Cookie", below(2) == 0 ? "sid=postern-test-key-a" : "=;");
        for (auto const* const name :
             {"Cache-Control", "Referrer-Policy", "Content-Security-Policy", "X-Frame-Options",
              "X-Content-Type-Options", "Access-Control-Allow-Origin"})
            if (below(6) == 0)
                answer.headers.set(name, values[below(values.size())]);
        return answer;
    };
    support::mutate_descriptor(*evidence.descriptor, random);
    for (auto& attempt : evidence.access->attempts) {
        if (below(4) != 0)
            continue;
        if (below(20) == 0)
            attempt.hops.clear();
        else
            attempt.hops.back().outcome = response();
        if (below(10) == 0 && !attempt.hops.empty())
            attempt.hops.push_back(
                support::example_exchange("x", below(2) == 0 ? "" : "https://id.atlassian.com", response()));
        if (below(10) == 0)
            attempt.stopped = "10 redirects";
        if (below(10) == 0)
            attempt.context = below(2) == 0 ? "" : "unknown";
        if (below(20) == 0)
            attempt.endpoint = "unknown";
        if (below(20) == 0)
            attempt.placement.reset();
    }
    for (auto& attempt : evidence.cross_origin->attempts)
        if (below(2) == 0)
            attempt.hops.back().outcome = response();
    for (auto& attempt : evidence.lifecycle->attempts)
        if (below(3) == 0)
            attempt.exchange.outcome = response();
    for (auto& attempt : evidence.exposed_paths->attempts)
        if (below(2) == 0)
            attempt.exchange.outcome = response();
    if (below(10) == 0)
        evidence.exposed_paths->wish = evidence::ExposedPaths::Wish::turned_off;
    for (auto& attempt : evidence.admin->attempts) {
        attempt.with_token.hops[0].outcome = response();
        attempt.without_token.hops[0].outcome = response();
        if (below(4) == 0)
            attempt.with_token.hops.clear();
    }
    for (auto& input : evidence.input->attempts) {
        input.attempt.hops[0].outcome = response();
        if (below(6) == 0)
            input.attempt.hops.clear();
        if (below(6) == 0)
            input.given[0].second = below(2) == 0 ? "" : "\"'<>";
    }
    for (auto& resource : evidence.resources->resources) {
        resource.exchange->outcome = response();
        if (below(6) == 0)
            resource.exchange.reset();
        if (below(6) == 0)
            resource.url = below(2) == 0 ? "" : "https://cdn.example/jquery-1.8.1.js";
    }
    for (auto& host : evidence.tls->hosts)
        for (auto* exchange : {&host.plain, &host.secure})
            if (*exchange && below(3) == 0) {
                (*exchange)->outcome = response();
                (*exchange)->request.url = below(4) == 0 ? "" : (*exchange)->request.url;
            }
    mutate_tls(evidence, random);
    if (below(4) == 0)
        evidence.access->contexts.pop_back();
    if (below(8) == 0)
        evidence.endpoints.pop_back();
    if (below(8) == 0)
        evidence.admin->endpoints.clear();
}

TEST_P(EveryCheck, survives_any_evidence_and_does_not_depend_on_its_order)
{
    constexpr unsigned rounds = 150;
    for (unsigned seed = 0; seed < rounds; ++seed) {
        std::mt19937 random(seed);
        auto evidence = healthy();
        mutate(evidence, random);
        Verdict verdict;
        ASSERT_NO_THROW(verdict = check().run(evidence)) << "seed " << seed;
        EXPECT_FALSE(verdict.summary.empty());
        for (auto const& finding : verdict.findings)
            EXPECT_FALSE(finding.message.empty());
        shuffle(evidence, random);
        EXPECT_EQ(check().run(evidence), verdict) << "seed " << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(Checks, EveryCheck, testing::ValuesIn(all().begin(), all().end()),
                         [](testing::TestParamInfo<Check> const& check) {
                             std::string name(check.param.info->id);
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST(AllChecks, have_names_of_their_own)
{
    std::set<std::string_view> names;
    for (auto const& check : all())
        EXPECT_TRUE(names.insert(check.info->id).second) << check.info->id;
}

TEST(AllChecks, are_all_that_have_a_page)
{
    for (auto const& page : std::filesystem::directory_iterator(root / "docs/checks")) {
        auto const id = page.path().stem().string();
        EXPECT_TRUE(std::ranges::any_of(all(), [&](Check const& check) { return check.info->id == id; }))
            << id;
    }
}

TEST(AllChecks, are_all_that_a_topic_names_or_the_topic_is_wrong)
{
    auto const topics = nlohmann::json::parse(contents(root / "catalogue/topics.json"));
    for (auto const& topic : topics.at("topics"))
        for (auto const& name : topic.at("checks"))
            EXPECT_TRUE(std::ranges::any_of(all(), [&](Check const& check) {
                return check.info->id == name.get<std::string>();
            })) << name;
}

} // namespace
} // namespace postern::checks
