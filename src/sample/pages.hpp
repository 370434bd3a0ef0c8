#pragma once

#include "sample/route.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::sample {

// What a page shows of its tenant, user and request.
struct PageData {
    std::string bridge;                               // address of its script
    std::string site;                                 // where the tenant lives
    std::string account;                              // of the user; "" for an anonymous one
    std::string issue;                                // of the request; "" for none
    std::string project;                              // of the request; "" for none
    std::string state;                                // of the installation
    std::string last_issue;                           // that this user's session has seen; "" for none
    std::vector<std::pair<std::string, int>> updates; // of issues
};

[[nodiscard]] std::string escape_html(std::string_view text);

// `base` is the app's base URL without a "/" at its end.
[[nodiscard]] std::string render_page(Route const& route, std::string_view base, PageData const& data);
[[nodiscard]] std::string render_shell(Route const& route, std::string_view base);

// The panel without data, and the script that fetches it with a fresh token.
[[nodiscard]] std::string render_empty_panel(Route const& route, std::string_view base,
                                             std::string_view bridge);

// The page of a refusal: it holds nothing of the request.
[[nodiscard]] std::string render_refusal(std::string_view sentence);

[[nodiscard]] std::string render_login();

// What a careless framework shows of an error.
[[nodiscard]] std::string render_stack_trace(std::string_view reason);

} // namespace postern::sample
