#include "evidence/json_parts.hpp"

namespace postern::evidence {
namespace {

using Kind = PathAttempt::Kind;
using Wish = ExposedPaths::Wish;

std::optional<Wish> wish_from(std::string_view text)
{
    if (text == "asked")
        return Wish::asked;
    return text == "turned_off" ? std::optional(Wish::turned_off) : std::nullopt;
}

Json path_attempt(PathAttempt const& attempt)
{
    return {{"kind", name(attempt.kind)},
            {"base", bytes_to_json(attempt.base)},
            {"path", bytes_to_json(attempt.path)},
            {"exchange", bytes_to_json(attempt.exchange.id)}};
}

} // namespace

std::string_view name(Kind kind)
{
    switch (kind) {
    case Kind::listed:
        return "listed";
    case Kind::folder:
        return "folder";
    case Kind::control:
        break;
    }
    return "control";
}

std::optional<Kind> path_kind_from(std::string_view text)
{
    for (auto const kind : {Kind::listed, Kind::folder, Kind::control})
        if (name(kind) == text)
            return kind;
    return std::nullopt;
}

void write_exposed_paths(Writer& writer, ExposedPaths const& paths)
{
    writer.part("exposed_paths", {{"wish", paths.wish == Wish::asked ? "asked" : "turned_off"}},
                paths.attempts, path_attempt);
}

ExposedPaths read_exposed_paths(Node const& node, Known& known)
{
    ExposedPaths paths{.wish = node.member("wish").word(wish_from)};
    for (auto const& attempt : node.member("attempts").items())
        paths.attempts.push_back({.kind = attempt.member("kind").word(path_kind_from),
                                  .base = attempt.member("base").bytes(),
                                  .path = attempt.member("path").bytes(),
                                  .exchange = known.exchange(attempt.member("exchange"))});
    return paths;
}

} // namespace postern::evidence
