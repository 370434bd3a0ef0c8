// What the other checks said, and what became of each endpoint.

#include "report/html/parts.hpp"
#include "report/html/words.hpp"

#include <algorithm>
#include <ostream>

namespace postern::report::html {
namespace {

// Longer tables are folded away.
constexpr std::size_t open_rows_max = 40;

std::string_view state_words(Coverage::State state)
{
    switch (state) {
    case Coverage::State::probed:
        return "probed";
    case Coverage::State::not_probed:
        return "not probed";
    case Coverage::State::unreachable:
        return "unreachable";
    }
    return "";
}

Markup position(platform::Position const& position)
{
    return position.line == 0 ? Markup{} : markup("{}:{}", position.line, position.column);
}

Markup state(Coverage::State state, std::string_view reason)
{
    return markup("{}{}", state_words(state),
                  reason.empty() ? Markup{} : markup("<div class=\"quiet\">{}</div>", reason));
}

std::string_view role_words(std::string_view role)
{
    if (role == "app")
        return "the app";
    return role == "descriptor" ? "the descriptor" : "only named";
}

void write_hosts(Report const& report, std::ostream& out)
{
    if (report.hosts.empty())
        return;
    out << markup("<details class=\"fold\"{}><summary>{}</summary>\n",
                  Markup{report.hosts.size() <= open_rows_max ? " open" : ""},
                  counted(report.hosts.size(), "host", "hosts"))
               .html;
    out << R"(<div class="scroll" tabindex="0" role="region" aria-label="Table of hosts"><table class="coverage">
<thead><tr><th scope="col">Host</th><th scope="col">What is there</th><th scope="col">Line</th><th scope="col">State</th><th scope="col">Requests</th></tr></thead>
<tbody>
)";
    for (auto const& one : report.hosts)
        out << markup("<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td><td "
                      "class=\"count\">{}</td></tr>\n",
                      one.host, role_words(one.role), position(one.position), state(one.state, one.reason),
                      one.requests)
                   .html;
    out << "</tbody></table></div></details>\n";
}

} // namespace

void write_other_checks(Report const& report, std::ostream& out)
{
    if (std::ranges::all_of(report.checks, has_section))
        return;
    out << R"(<section aria-labelledby="others">
<h2 id="others">Other checks</h2>
<table class="others"><thead><tr><th scope="col">Verdict</th><th scope="col">Check</th></tr></thead><tbody>
)";
    for (auto const& check : report.checks)
        if (!has_section(check))
            out << markup("<tr id=\"{}\" data-verdict=\"{}\"><td>{}</td><td><div "
                          "class=\"name\">{}</div><div>{}.</div>"
                          "<div class=\"quiet\"><code>{}</code>{}{}</div></td></tr>\n",
                          element_id("check", check.id), checks::name(check.outcome), badge(check.outcome),
                          check.title, check.summary, check.id,
                          check.requirements.empty() ? "" : ", requirement ",
                          requirement_links(check.requirements))
                       .html;
    out << "</tbody></table>\n</section>\n";
}

void write_coverage(Report const& report, std::ostream& out)
{
    auto const endpoints =
        std::ranges::count_if(report.coverage, [](Coverage const& one) { return one.kind != "none"; });
    auto const probed = std::ranges::count(report.coverage, Coverage::State::probed, &Coverage::state);
    out << "<section aria-labelledby=\"coverage\">\n<h2 id=\"coverage\">Coverage</h2>\n";
    out << markup("<details class=\"fold\"{}><summary>{} of {} probed</summary>\n",
                  Markup{report.coverage.size() <= open_rows_max ? " open" : ""}, probed,
                  counted(static_cast<std::uint64_t>(endpoints), "endpoint", "endpoints"))
               .html;
    out << R"(<div class="scroll" tabindex="0" role="region" aria-label="Table of endpoints"><table class="coverage">
<thead><tr><th scope="col">Endpoint</th><th scope="col">Kind</th><th scope="col">Address in the descriptor</th><th scope="col">Line</th><th scope="col">State</th><th scope="col">Requests</th></tr></thead>
<tbody>
)";
    for (auto const& one : report.coverage)
        out << markup("<tr><td><code>{}</code></td><td>{}</td><td><code>{}</code></td><td>{}</td>"
                      "<td>{}</td><td class=\"count\">{}</td></tr>\n",
                      one.endpoint, one.kind == "none" ? std::string_view("not an endpoint") : one.kind,
                      one.url, position(one.position), state(one.state, one.reason), one.requests)
                   .html;
    out << "</tbody></table></div></details>\n";
    write_hosts(report, out);
    out << "</section>\n";
}

} // namespace postern::report::html
