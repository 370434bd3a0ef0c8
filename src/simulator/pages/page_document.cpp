#include "simulator/pages/page_document.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace postern::simulator {
namespace {

std::string escaped(std::string_view text)
{
    std::string out;
    for (auto const c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

// JSON that may stand in a script element: no "<" can end it.
std::string embedded(nlohmann::json const& data)
{
    auto const text = data.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    std::string out;
    out.reserve(text.size());
    for (auto const c : text)
        c == '<' ? out.append("\\u003c") : out.append(1, c);
    return out;
}

// Whether an origin can be a source of a policy: a descriptor may name a host that ends one directive and
// begins another ("http://x;sandbox").
bool is_source(std::string_view origin)
{
    auto const scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos)
        return false;
    return std::ranges::all_of(origin.substr(scheme_end + 3), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view(".:-_[]").contains(c);
    });
}

constexpr std::string_view markup = R"html(<!doctype html>
<html lang="en" data-color-mode="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/simulator/connect-host.css">
<link rel="stylesheet" href="/simulator/simulator.css">
<script src="/simulator/product.js"></script>
<script src="/simulator/connect-host.js"></script>
<script src="/simulator/simulator.js" defer></script>
</head>
<body>
<div id="page"><noscript>The simulated product needs JavaScript, as the real one does.</noscript></div>
<script type="application/json" id="data">{data}</script>
</body>
</html>
)html";

constexpr std::string_view bare_markup = R"html(<!doctype html>
<html lang="en" data-color-mode="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/simulator/simulator.css">
</head>
<body>
<main>
<h1>{title}</h1>
<p>{text}</p>
</main>
</body>
</html>
)html";

// `images` are the sources of images that the site does not serve.
http::Response document(int status, std::string html, std::string_view images)
{
    auto response = http::make_response(status, "text/html; charset=utf-8", std::move(html));
    response.headers.set(
        "Content-Security-Policy",
        fmt::format("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                    "img-src 'self' data:{}; connect-src 'self'; frame-src http: https:; "
                    "frame-ancestors 'self'; base-uri 'none'; form-action 'self'",
                    images));
    response.headers.set("X-Frame-Options", "SAMEORIGIN");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("Cache-Control", "no-store");
    return response;
}

} // namespace

http::Response page_document(int status, std::string_view title, nlohmann::json const& data,
                             std::string_view app_origin)
{
    return document(status,
                    fmt::format(fmt::runtime(markup), fmt::arg("title", escaped(title)),
                                fmt::arg("data", embedded(data))),
                    is_source(app_origin) ? fmt::format(" {}", app_origin) : std::string());
}

http::Response bare_document(int status, std::string_view title, std::string_view text)
{
    return document(status,
                    fmt::format(fmt::runtime(bare_markup), fmt::arg("title", escaped(title)),
                                fmt::arg("text", escaped(text))),
                    "");
}

} // namespace postern::simulator
