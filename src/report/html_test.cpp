#include "base/base64.hpp"
#include "base/sha256.hpp"
#include "report/html.hpp"
#include "report/html_assets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <sstream>

namespace postern::report {
namespace {

using namespace std::chrono_literals;
using checks::Outcome;
using testing::HasSubstr;
using testing::Not;

std::string page(Report const& report)
{
    std::ostringstream out;
    write_html(report, out);
    return out.str();
}

http::Exchange an_exchange(std::string id, std::string const& text)
{
    auto response = http::make_response(200, "text/html", text);
    // A header takes no control bytes; everything else may be in it.
    static_cast<void>(response.headers.add("X-Text", "</script>\"'><img src=x>\u202e"));
    return {.id = std::move(id),
            .request = {.method = "POST", .url = "https://app.example/?q=" + text, .body = text},
            .outcome = std::move(response),
            .elapsed = 1500us};
}

// A report in which everything that a target or a file can write is `text`.
Report report_with(std::string const& text)
{
    Report report{
        .tool_version = text,
        .target = {.platform = text, .descriptor = text, .app_key = text, .app_name = text, .base_url = text},
        .started_at = TimePoint(1'700'000'000'000ms),
        .ended_at = TimePoint(1'700'000'012'000ms),
        .gaps = {text},
        .descriptor_warnings = {text},
        .catalogue = text,
        .requirements = {{.id = text,
                          .title = text,
                          .outcome = Outcome::manual,
                          .checks = {text},
                          .slug = text,
                          .what_to_look_at = text,
                          .severities = {{.about = text, .source = text, .date = text}}}},
        .data = {{.name = text, .version = text, .date = text}},
        .coverage = {{.endpoint = text, .kind = text, .url = text, .reason = text}},
        .hosts = {{.host = text, .role = text, .reason = text}},
        .exchanges = {an_exchange("e1", text), an_exchange(text, text)}};
    report.exchanges.push_back(
        {.id = "e3",
         .request = {.url = text},
         .outcome = http::TransportFailure{http::TransportFailureKind::tls_failed, text}});
    Finding const finding{.id = "f1",
                          .endpoint = text,
                          .subject = text,
                          .module = text,
                          .position = {3, 4},
                          .message = text,
                          .explanation = text,
                          .exchanges = {"e1", text, "e3"},
                          .proof = {text, text},
                          .repeat = text};
    auto waived = finding;
    waived.id = "f2";
    waived.waiver = Waiver{.reason = text, .explanation = text, .author = text, .expires = text};
    waived.ruling = Ruling{.level = Level::off, .rule = text};
    report.policy = AppliedPolicy{.file = text, .notes = {{PolicyNote::Kind::expired_waiver, text}}};
    EarlierFinding const earlier{
        .id = text, .check = text, .endpoint = text, .subject = text, .message = text};
    report.baseline = Baseline{.file = text, .fixed = {earlier}, .not_seen = {earlier}};
    report.checks = {{.id = text,
                      .title = text,
                      .outcome = Outcome::fail,
                      .requirements = {text},
                      .summary = text,
                      .why = text,
                      .cwe = 306,
                      .findings = {finding, waived}},
                     {.id = "other", .title = text, .outcome = Outcome::pass, .summary = text}};
    return report;
}

// The tags of a page and the names of their attributes, without any text.
std::string skeleton(std::string_view html)
{
    std::string tags;
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
        bool quoted = false;
        for (; at < html.size(); ++at) {
            if (html[at] == '"')
                quoted = !quoted;
            else if (!quoted)
                tags += html[at];
            if (!quoted && html[at] == '>')
                break;
        }
    }
    return tags;
}

std::string_view between(std::string_view text, std::string_view begin, std::string_view end)
{
    auto const start = text.find(begin);
    if (start == std::string_view::npos)
        return {};
    text.remove_prefix(start + begin.size());
    return text.substr(0, text.find(end));
}

constexpr std::string_view index_begins = "<script type=\"application/json\" id=\"index\">";

TEST(HtmlReport, is_the_same_page_whatever_a_target_writes)
{
    auto const plain = skeleton(page(report_with("plain\u202e")));
    for (std::string const text :
         {"</script><script>alert(1)</script>\u202e", "\"><img src=x onerror=alert(1)>\u202e",
          "' autofocus onfocus='alert(1)\u202e", "<!-- --><!--\u202e",
          "]]></title></style></pre></textarea>\u202e", "&lt;script&gt;&#60;\u202e",
          "\x1b[2J\x07\xff\xfe\u2028", "javascript:alert(1)\u202e"})
        EXPECT_EQ(skeleton(page(report_with(text))), plain) << text;
}

TEST(HtmlReport, has_no_character_that_turns_or_hides_text)
{
    auto const html = page(report_with("a\x1b[2J\x7f\u202e\u2028\u200b\u0085\xff z"));
    for (char const* const bytes : {"\x1b", "\x7f", "\u202e", "\u2028", "\u200b", "\u0085", "\xff"})
        EXPECT_EQ(html.find(bytes), std::string::npos) << bytes;
    EXPECT_THAT(html, HasSubstr("a\\x1b[2J\\x7f\\u{202e}\\u{2028}"));
}

TEST(HtmlReport, links_to_nothing_of_the_target)
{
    auto const html = page(report_with("javascript:alert(1)"));
    EXPECT_THAT(html, Not(HasSubstr("href=\"javascript")));
    EXPECT_THAT(skeleton(html.substr(html.find("<body>"))), Not(HasSubstr("src=")));
}

TEST(HtmlReport, has_its_index_as_json_that_ends_with_its_element)
{
    auto const text = std::string("</script><!--\u2028\"\\");
    auto const html = page(report_with(text));
    auto const json = between(html, index_begins, "</script>");
    EXPECT_EQ(json.find('<'), std::string_view::npos);
    auto const index = nlohmann::json::parse(json);
    EXPECT_THAT(index["findings"][0]["words"].get<std::string>(), HasSubstr(text));
    EXPECT_EQ(index["findings"][0]["element"], "finding-f1");
    EXPECT_EQ(index["requirements"][0]["verdict"], "manual");
}

TEST(HtmlReport, gives_a_requirement_the_tags_of_its_findings)
{
    auto report = report_with("x");
    report.checks[0].findings[0].change = Change::is_new;
    report.requirements.push_back({.id = "y", .checks = {"other"}});
    auto const html = page(report);
    auto const index = nlohmann::json::parse(between(html, index_begins, "</script>"));
    EXPECT_EQ(index["requirements"][0]["tags"], (nlohmann::json{"new", "off", "waived"}));
    EXPECT_EQ(index["requirements"][1]["tags"], nlohmann::json::array());
}

TEST(HtmlReport, allows_its_own_style_and_script_and_no_request)
{
    auto const html = page(report_with("x"));
    auto const policy = between(html, "Content-Security-Policy\" content=\"", "\"");
    EXPECT_THAT(std::string(policy), HasSubstr("default-src 'none'"));
    EXPECT_THAT(std::string(policy), Not(HasSubstr("unsafe")));
    for (auto const [begin, end] : {std::pair("<style>", "</style>"), std::pair("<script>", "</script>")}) {
        auto const digest = sha256(between(html, begin, end));
        auto const source = base64_encode({reinterpret_cast<char const*>(digest.data()), digest.size()});
        EXPECT_THAT(std::string(policy), HasSubstr("'sha256-" + source + "'")) << begin;
    }
    for (auto const& asset : html_assets()) {
        EXPECT_EQ(asset.bytes.find("</"), std::string_view::npos) << asset.name << " could end its element";
        EXPECT_EQ(asset.bytes.find("://") == std::string_view::npos ||
                      asset.bytes.find("url(") == std::string_view::npos,
                  true)
            << asset.name << " loads something";
    }
}

TEST(HtmlReport, shows_an_exchange_in_full_once)
{
    auto report = report_with("x");
    auto const html = page(report);
    auto const first = html.find("id=\"exchange-e1\"");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(html.find("id=\"exchange-e1\"", first + 1), std::string::npos);
    EXPECT_THAT(html, HasSubstr("<a href=\"#exchange-e1\">shown above</a>"));
}

TEST(HtmlReport, stays_small)
{
    auto report = report_with("x");
    auto& findings = report.checks[0].findings;
    findings.resize(1);
    findings[0].exchanges.clear();
    report.exchanges.clear();
    for (auto i = 0; i < 4000; ++i) {
        auto const id = "e" + std::to_string(i);
        report.exchanges.push_back(an_exchange(id, std::string(64 * 1024, 'a')));
        report.exchanges.back().request = {.url = "https://app.example/"};
        if (i % 2 == 0)
            findings.push_back(findings[0]);
        findings.back().exchanges.push_back(id);
    }
    auto const html = page(report);
    EXPECT_LT(html.size(), html_bodies_max_bytes + 16u * 1024 * 1024);
    EXPECT_THAT(html, HasSubstr("57,344 bytes not shown here"));
    EXPECT_THAT(html, HasSubstr("65,536 bytes not shown here"));
}

TEST(HtmlReport, tells_how_to_fix_what_a_known_check_found)
{
    auto report = report_with("x");
    report.checks[0].id = "anonymous-access";
    auto const html = page(report);
    EXPECT_THAT(html, HasSubstr("<h4>How to fix it</h4>"));
    EXPECT_THAT(html, HasSubstr("addon.authenticate()"));
}

TEST(HtmlReport, decodes_the_tokens_of_a_request)
{
    auto report = report_with("x");
    report.exchanges[0].request.url =
        "https://app.example/"
        "?jwt=eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIiwiaWF0IjoxNjk5OTk5MTAwLCJleHAiOjE3MDAwMDAwMDB9.Zm9yZ2Vk";
    auto const html = page(report);
    EXPECT_THAT(html, HasSubstr("in the address: alg HS256, 6 bytes of signature"));
    EXPECT_THAT(html,
                HasSubstr(">14 November 2023, 22:13:20 UTC</time> <span class=\"quiet\">as the scan began"));
    EXPECT_THAT(html, HasSubstr("<span class=\"quiet\">15 min before the scan began"));
}

TEST(HtmlReport, says_in_one_line_what_came_of_it)
{
    struct Row {
        std::string headline;
        std::function<void(Report&)> spoil;
    };
    auto const judged = [](Report& report, Outcome outcome) {
        report.complete = true;
        report.requirements[0].outcome = outcome;
        report.checks[0].outcome = outcome;
    };
    for (auto const& [headline, spoil] : std::vector<Row>{
             {"1 of 1 requirements fails", [&](Report& report) { judged(report, Outcome::fail); }},
             {"A check fails that no requirement asks for",
              [&](Report& report) {
                  judged(report, Outcome::fail);
                  report.requirements[0].outcome = Outcome::pass;
              }},
             {"the scan is incomplete",
              [&](Report& report) {
                  judged(report, Outcome::pass);
                  report.complete = false;
              }},
             {"not everything could be judged",
              [&](Report& report) { judged(report, Outcome::inconclusive); }},
             {"No requirement fails, 1 has a warning",
              [&](Report& report) { judged(report, Outcome::warn); }},
             {"No requirement fails", [&](Report& report) { judged(report, Outcome::pass); }}}) {
        auto report = report_with("x");
        spoil(report);
        EXPECT_THAT(std::string(between(page(report), "<p class=\"headline", "</p>")), HasSubstr(headline));
    }
}

TEST(HtmlReport, is_written_where_nothing_was_seen)
{
    auto const html = page(Report{});
    EXPECT_THAT(html, HasSubstr("An app whose descriptor was not read"));
    EXPECT_THAT(html, HasSubstr("This scan did not see everything."));
}

} // namespace
} // namespace postern::report
