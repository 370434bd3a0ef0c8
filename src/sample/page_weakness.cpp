#include "sample/page_weakness.hpp"

#include "sample/pages.hpp"

#include <fmt/format.h>

namespace postern::sample {
namespace {

constexpr std::string_view library_path = "/static/1/vendor.js";

// Only the banner of a release with known vulnerabilities, by which it is recognised; no code of it.
constexpr std::string_view library = "/**\n * @license\n * lodash 4.17.4 lodash.com/license\n */\n"
                                     "window.updatesLibrary = \"not in here\";\n";

} // namespace

std::string careless_parts(std::string_view base, WeaknessSet weaknesses)
{
    std::string parts;
    if (weaknesses.has(Weakness::vulnerable_library))
        parts += fmt::format("<script src=\"{}{}\"></script>\n", escape_html(base), library_path);
    if (weaknesses.has(Weakness::credential_form))
        parts += "<form method=\"post\">\n"
                 "<p><label>E-mail of your Atlassian account <input name=\"account\" "
                 "type=\"email\"></label></p>\n"
                 "<p><label>Jira API token <input name=\"token\" type=\"password\"></label></p>\n"
                 "<p><button>Connect</button></p>\n"
                 "</form>\n";
    return parts;
}

std::optional<http::Response> library_file(std::string_view path, WeaknessSet weaknesses)
{
    if (path != library_path || !weaknesses.has(Weakness::vulnerable_library))
        return std::nullopt;
    return http::make_response(200, "text/javascript; charset=utf-8", std::string(library));
}

http::Response refusal_with_reflection(std::string_view query)
{
    auto page = render_refusal("This request is not authenticated.");
    page.insert(page.find("</body>"), fmt::format("<p>You asked for {}.</p>\n", query));
    return http::make_response(401, "text/html; charset=utf-8", std::move(page));
}

} // namespace postern::sample
