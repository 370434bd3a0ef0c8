#include "sample/pages.hpp"

#include "sample/bridge.hpp"

#include <fmt/format.h>

namespace postern::sample {
namespace {

std::string document(std::string_view title, std::string_view head, std::string_view body)
{
    return fmt::format(R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{}</title>
{}</head>
<body>
{}</body>
</html>
)html",
                       escape_html(title), head, body);
}

std::string headed(std::string_view title, std::string_view content)
{
    return fmt::format("<h1>{}</h1>\n{}", escape_html(title), content);
}

// The bridge comes first: it must be there when the app's own script runs.
std::string head(std::string_view base, std::string_view bridge, std::string_view script)
{
    return fmt::format(R"html(<link rel="stylesheet" href="{0}/static/1/foo.css">
<script src="{1}"></script>
<script src="{0}/static/1/{2}" defer></script>
)html",
                       escape_html(base), escape_html(bridge), script);
}

std::string fact(std::string_view term, std::string_view value)
{
    return value.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", term, escape_html(value));
}

std::string table(std::vector<std::pair<std::string, int>> const& updates)
{
    std::string rows;
    for (auto const& [issue, count] : updates)
        rows += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", escape_html(issue), count);
    return rows.empty() ? "<p>No update has been reported yet.</p>\n"
                        : "<table><tr><th>Issue</th><th>Updates</th></tr>\n" + rows + "</table>\n";
}

} // namespace

std::string escape_html(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (auto const c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string render_page(Route const& route, std::string_view base, PageData const& data)
{
    auto body = "<dl>\n" + fact("Site", data.site) + fact("You are", data.account) +
                fact("Issue", data.issue) + fact("Project", data.project) + fact("Installation", data.state) +
                fact("You last looked at", data.last_issue) + "</dl>\n";
    if (data.issue.empty()) {
        body += table(data.updates);
    } else {
        auto const count = data.updates.empty() ? 0 : data.updates.front().second;
        body +=
            fmt::format(R"html(<p>Updates since the app was installed: <output id="updates">{}</output></p>
<button id="refresh" type="button" data-api="{}/api/issue">Count again</button>
)html",
                        count, escape_html(base));
    }
    return document(route.title, head(base, data.bridge, "foo.js"), headed(route.title, body));
}

std::string render_shell(Route const& route, std::string_view base)
{
    constexpr auto content =
        "<p>This app counts how often an issue was updated. This page is the same for everybody and\n"
        "holds no data.</p>\n";
    return document(route.title, head(base, bridge_of_cdn().address, "foo.js"), headed(route.title, content));
}

// What comes in later changes the height, and the bridge follows that of "ac-content" alone.
std::string render_empty_panel(Route const& route, std::string_view base, std::string_view bridge)
{
    auto const content =
        fmt::format("<div id=\"panel\" data-api=\"{}/api/issue\"><p role=\"status\">Loading …</p></div>\n",
                    escape_html(base));
    return document(route.title, head(base, bridge, "panel.js"),
                    fmt::format("<div class=\"ac-content\">\n{}</div>\n", headed(route.title, content)));
}

std::string render_refusal(std::string_view sentence)
{
    constexpr std::string_view title = "Not available";
    return document(title, "", headed(title, fmt::format("<p>{}</p>\n", escape_html(sentence))));
}

std::string render_login()
{
    constexpr std::string_view title = "Log in";
    return document(title, "",
                    headed(title,
                           "<form method=\"post\">\n"
                           "<p><label>E-mail <input name=\"email\" type=\"email\"></label></p>\n"
                           "<p><label>Password <input name=\"password\" type=\"password\"></label></p>\n"
                           "<p><button>Log in</button></p>\n"
                           "</form>\n"));
}

std::string render_stack_trace(std::string_view reason)
{
    return fmt::format(R"text(Internal Server Error

JsonWebTokenError: {}
    at TokenCheck.check (/srv/updates-app/lib/token-check.js:42:11)
    at authenticate (/srv/updates-app/lib/authenticate.js:17:29)
    at Layer.handle [as handle_request] (/srv/updates-app/node_modules/express/lib/router/layer.js:95:5)
    at next (/srv/updates-app/node_modules/express/lib/router/route.js:149:13)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
)text",
                       reason);
}

} // namespace postern::sample
