// Public descriptors, scanned at a server that answers for their endpoints in different ways: three scans say
// the same. Skipped where the descriptors are not beside the checkout.
#include "base/sha256.hpp"
#include "http/url.hpp"
#include "support/command_line.hpp"
#include "support/running_server.hpp"
#include "support/source_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <sstream>

namespace postern::apps {
namespace {

using nlohmann::json;

std::filesystem::path const folder = support::source_dir() / "../shared/corpus/descriptors";
constexpr std::size_t descriptors_min = 20;

// What a path answers is fixed by the path, so that every kind of answer is among them.
http::Response answer(http::Request const& request)
{
    auto const url = http::parse_url(request.url).value();
    auto const kind = sha256_hex(url.path).front();
    auto const echo = "<!doctype html><title>x</title><p>" + http::percent_encode(url.query) + "</p>";
    switch (kind) {
    case '0':
    case '1':
        return http::make_response(200, "text/html",
                                   "<!doctype html><div id=app></div><script src=/app.js></script>");
    case '2':
        return http::make_response(200, "text/html", echo);
    case '3': {
        auto moved = http::make_response(302, "", "");
        moved.headers.set("Location", "/login?next=" + http::percent_encode(url.path));
        return moved;
    }
    case '4':
        return http::make_response(404, "text/html", "<h1>Not found</h1>");
    case '5':
        return http::make_response(500, "text/html",
                                   "<pre>Error: x\n    at Object.y (/srv/app/z.js:1:2)</pre>");
    case '6':
        return http::make_response(204, "", "");
    default:
        return http::make_response(401, "application/json", R"({"error":"no valid token"})");
    }
}

// What is left when the times are taken out, and the signatures by the RSA key that each scan makes for
// itself: all else is fixed by the seed. By hand, since std::regex takes seconds for a report.
std::string without_times(std::string const& report)
{
    constexpr std::string_view rs256 = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiI"; // {"typ":"JWT","alg":"RS256"
    std::string out;
    std::istringstream lines(report);
    for (std::string line; std::getline(lines, line);) {
        if (line.contains("\"started_at\":") || line.contains("\"ended_at\":") ||
            line.contains("\"elapsed_us\":"))
            continue;
        for (auto at = line.find(rs256); at != std::string::npos; at = line.find(rs256, at + 1)) {
            auto const signature = line.find('.', line.find('.', at) + 1) + 1;
            auto const end =
                std::find_if_not(line.begin() + static_cast<std::ptrdiff_t>(signature), line.end(),
                                 [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; });
            line.erase(line.begin() + static_cast<std::ptrdiff_t>(signature), end);
        }
        out += line + '\n';
    }
    return out;
}

// The first line that differs; a comparison of the whole texts takes minutes where it fails.
std::string difference(std::string const& a, std::string const& b)
{
    if (a == b)
        return "";
    std::istringstream lines_a(a);
    std::istringstream lines_b(b);
    for (std::string line_a, line_b;;) {
        bool const more_a = static_cast<bool>(std::getline(lines_a, line_a));
        bool const more_b = static_cast<bool>(std::getline(lines_b, line_b));
        if (line_a != line_b || !more_a || !more_b)
            return line_a + "\n" + line_b;
    }
}

struct Scanned {
    int status = 0;
    std::string report;
};

Scanned scan(std::filesystem::path const& descriptor, std::string const& base_url, std::uint64_t seed)
{
    support::CommandLine postern;
    postern.seed = seed;
    auto const result = postern.run({"scan", descriptor, "--base-url", base_url, "--format", "json",
                                     "--concurrency", "16", "--timeout", "10"});
    EXPECT_EQ(result.err, "") << descriptor;
    return {result.status, result.out};
}

// What a scan says, without the values that it made up.
std::vector<std::string> said(std::string const& report)
{
    std::vector<std::string> all;
    auto const document = json::parse(report);
    for (auto const& check : document.at("checks")) {
        all.push_back(check.at("id").get<std::string>() + " " + check.at("verdict").get<std::string>());
        for (auto const& finding : check.at("findings"))
            all.push_back(finding.at("id"));
    }
    return all;
}

TEST(Corpus, three_scans_of_each_say_the_same)
{
    if (!exists(folder))
        GTEST_SKIP() << "there are no descriptors at " << folder;
    support::FunctionService service(answer);
    support::RunningServer const server(service);
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::ranges::sort(files);
    std::size_t scanned = 0;
    for (auto const& file : files) {
        support::CommandLine postern;
        if (postern.run({"scan", file, "--base-url", server.url(), "--plan"}).status != cli::exit_ok)
            continue; // templates that were not filled in
        auto const first = scan(file, server.url(), 1);
        auto const second = scan(file, server.url(), 1);
        EXPECT_EQ(difference(without_times(second.report), without_times(first.report)), "") << file;
        EXPECT_EQ(second.status, first.status) << file;
        auto const other_values = scan(file, server.url(), 2);
        EXPECT_EQ(said(other_values.report), said(first.report)) << file;
        EXPECT_EQ(other_values.status, first.status) << file;
        if (++scanned == descriptors_min)
            break;
    }
    EXPECT_EQ(scanned, descriptors_min);
}

} // namespace
} // namespace postern::apps
