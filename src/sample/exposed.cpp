#include "sample/exposed.hpp"

#include <array>
#include <string>

namespace postern::sample {
namespace {

struct Entry {
    Weakness weakness;
    std::string_view path;
    std::string_view type;
    std::string_view body;
};

constexpr std::array table{
    Entry{Weakness::exposed_env, "/.env", "application/octet-stream",
          "NODE_ENV=production\nDB_HOST=db.internal\nDB_PASSWORD=only-of-the-sample-app\n"},
    Entry{Weakness::exposed_git, "/.git/HEAD", "application/octet-stream", "ref: refs/heads/main\n"},
    Entry{Weakness::exposed_git, "/.git/config", "application/octet-stream",
          "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"},
    Entry{Weakness::directory_listing, "/static/1/", "text/html; charset=utf-8",
          "<html>\n<head><title>Index of /static/1/</title></head>\n<body>\n<h1>Index of "
          "/static/1/</h1><hr><pre>"
          "<a href=\"../\">../</a>\n<a href=\"foo.css\">foo.css</a>\n<a href=\"foo.js\">foo.js</a>\n"
          "<a href=\"foo.svg\">foo.svg</a>\n</pre><hr></body>\n</html>\n"},
};

} // namespace

std::optional<http::Response> exposed_file(std::string_view path, WeaknessSet weaknesses)
{
    for (auto const& entry : table)
        if (entry.path == path && weaknesses.has(entry.weakness))
            return http::make_response(200, entry.type, std::string(entry.body));
    return std::nullopt;
}

std::string_view script_with_secret()
{
    return "<script>\n"
           "window.updatesApp = {\"clientKey\": \"sample-tenant\", "
           "\"sharedSecret\": \"Zk3vQ8rT1mWc6Yb9NpLs2HxDf7GjAu4E\"};\n"
           "</script>\n";
}

} // namespace postern::sample
