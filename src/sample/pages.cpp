#include "sample/pages.hpp"

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
<h1>{}</h1>
{}</body>
</html>
)html",
                       escape_html(title), head, escape_html(title), body);
}

// The bridge comes first: it must be there when the app's own script runs.
std::string head(std::string_view base)
{
    return fmt::format(R"html(<link rel="stylesheet" href="{0}/static/1/foo.css">
<script src="https://connect-cdn.atl-paas.net/all.js"></script>
<script src="{0}/static/1/foo.js" defer></script>
)html",
                       escape_html(base));
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
    return document(route.title, head(base), body);
}

std::string render_shell(Route const& route, std::string_view base)
{
    return document(
        route.title, head(base),
        "<p>This app counts how often an issue was updated. This page is the same for everybody and\n"
        "holds no data.</p>\n");
}

std::string render_refusal(std::string_view sentence)
{
    return document("Not available", "", fmt::format("<p>{}</p>\n", escape_html(sentence)));
}

std::string render_login()
{
    return document("Log in", "",
                    "<form method=\"post\">\n"
                    "<p><label>E-mail <input name=\"email\" type=\"email\"></label></p>\n"
                    "<p><label>Password <input name=\"password\" type=\"password\"></label></p>\n"
                    "<p><button>Log in</button></p>\n"
                    "</form>\n");
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
