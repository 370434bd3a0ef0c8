#pragma once

// The placeholders of a URL template, one at a time: "{issue.key}" or "${issue.key}".

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace postern::platform::connect {

struct Literal {
    std::string_view text;
};

struct Placeholder {
    enum class Kind {
        context,   // a value of the page that the app is shown in
        condition, // "condition.<name>" or "condition.<name>(…)": becomes "true" or "false"
        token      // "jwt": the token itself, in templateUrl actions
    };
    Kind kind;
    std::string_view name; // "issue.key"
};

using TemplatePart = std::variant<Literal, Placeholder>;

// The parts in order. A brace that opens or closes no placeholder is literal. The views are into
// `url_template`.
[[nodiscard]] std::vector<TemplatePart> split_template(std::string_view url_template);

// The names of the context placeholders, each once, in order of appearance.
[[nodiscard]] std::vector<std::string> context_parameters(std::string_view url_template);

} // namespace postern::platform::connect
