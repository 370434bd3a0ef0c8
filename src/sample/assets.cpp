#include "sample/assets.hpp"

#include "base/assert.hpp"
#include "sample/panel.hpp"

#include <algorithm>
#include <array>

namespace postern::sample {
namespace {

// The page itself was opened with the token of the page load. Whatever is asked for later needs a fresh one,
// which the bridge gives.
constexpr std::string_view script = R"js("use strict";
(function () {
  var button = document.getElementById("refresh");
  var output = document.getElementById("updates");
  if (!button || !output) return;
  button.addEventListener("click", function () {
    if (!window.AP) {
      output.textContent = "this page is not inside Jira";
      return;
    }
    window.AP.context.getToken(function (token) {
      fetch(button.dataset.api, { headers: { Authorization: "JWT " + token }, cache: "no-store" })
        .then(function (answer) {
          if (!answer.ok) throw new Error("status " + answer.status);
          return answer.json();
        })
        .then(function (issue) { output.textContent = String(issue.updates); })
        .catch(function (error) { output.textContent = "not available (" + error.message + ")"; });
    });
  });
})();
)js";

constexpr std::string_view style = R"css(body { font: 14px/1.5 sans-serif; margin: 12px; color: #172b4d; }
h1 { font-size: 16px; }
dt { color: #5e6c84; }
button { padding: 4px 10px; }
.ac-content { padding: 12px; }
.ac-content h1 { margin-top: 0; }
)css";

constexpr std::string_view image =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">
<rect x="3" y="12" width="4" height="9" fill="#0052cc"/>
<rect x="10" y="7" width="4" height="14" fill="#0052cc"/>
<rect x="17" y="3" width="4" height="18" fill="#0052cc"/>
</svg>
)svg";

struct Entry {
    std::string_view path;
    Asset asset;
};

constexpr std::array table{
    Entry{"/static/1/foo.js", {"text/javascript; charset=utf-8", script}},
    Entry{"/static/1/foo.css", {"text/css; charset=utf-8", style}},
    Entry{"/static/1/foo.svg", {"image/svg+xml", image}},
};

} // namespace

Asset asset(std::string_view path)
{
    if (path == "/static/1/panel.js")
        return {"text/javascript; charset=utf-8", panel_files().front().bytes};
    auto const* const found = std::ranges::find(table, path, &Entry::path);
    POSTERN_ASSERT(found != table.end(), "every route of an asset has its file");
    return found->asset;
}

} // namespace postern::sample
