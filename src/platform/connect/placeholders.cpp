#include "platform/connect/placeholders.hpp"

#include <set>

namespace postern::platform::connect {
namespace {

std::string_view trim(std::string_view text)
{
    auto const start = text.find_first_not_of(' ');
    if (start == std::string_view::npos)
        return {};
    return text.substr(start, text.find_last_not_of(' ') - start + 1);
}

Placeholder placeholder(std::string_view name)
{
    if (name.starts_with("condition."))
        return {Placeholder::Kind::condition, name};
    return {name == "jwt" ? Placeholder::Kind::token : Placeholder::Kind::context, name};
}

} // namespace

std::vector<TemplatePart> split_template(std::string_view url_template)
{
    std::vector<TemplatePart> parts;
    auto const add_literal = [&](std::size_t from, std::size_t to) {
        if (to > from)
            parts.emplace_back(Literal{url_template.substr(from, to - from)});
    };
    std::size_t done = 0;
    auto open = std::string_view::npos; // the nearest one: "{a{b}" holds only "b"
    for (std::size_t at = 0; at < url_template.size(); ++at) {
        if (url_template[at] == '{')
            open = at;
        if (url_template[at] != '}' || open == std::string_view::npos)
            continue;
        auto const name = trim(url_template.substr(open + 1, at - open - 1));
        auto const start = open > done && url_template[open - 1] == '$' ? open - 1 : open;
        open = std::string_view::npos;
        if (name.empty())
            continue;
        add_literal(done, start);
        parts.emplace_back(placeholder(name));
        done = at + 1;
    }
    add_literal(done, url_template.size());
    return parts;
}

std::vector<std::string> context_parameters(std::string_view url_template)
{
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    for (auto const& part : split_template(url_template)) {
        auto const* found = std::get_if<Placeholder>(&part);
        if (found && found->kind == Placeholder::Kind::context && seen.insert(found->name).second)
            names.emplace_back(found->name);
    }
    return names;
}

} // namespace postern::platform::connect
