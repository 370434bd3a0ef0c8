#include "simulator/state/world_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <ranges>
#include <set>
#include <vector>

namespace postern::simulator {
namespace {

constexpr int depth_max = 64; // of objects and lists inside each other

// An object or a list that has begun while a text is parsed.
struct Begun {
    std::set<std::string> names; // of an object, so far
    std::string last_name;
    std::size_t ended = 0; // of a list, so far

    [[nodiscard]] std::string place() const
    {
        return "/" + (names.empty() ? std::to_string(ended) : last_name);
    }
};

} // namespace

void fail_at(std::string const& pointer, std::string_view problem)
{
    throw FixtureMistake{fmt::format("{}: {}", pointer.empty() ? "/" : pointer, problem)};
}

nlohmann::json parse_world_json(std::string_view text)
{
    using Event = nlohmann::json::parse_event_t;
    std::vector<Begun> begun;
    return nlohmann::json::parse(text, [&](int depth, Event event, nlohmann::json const& parsed) {
        if (depth > depth_max)
            fail_at("",
                    fmt::format("objects and lists stand more than {} deep inside each other", depth_max));
        if (event == Event::object_end || event == Event::array_end)
            begun.pop_back();
        if (event == Event::object_start || event == Event::array_start) {
            begun.emplace_back();
        } else if (event == Event::key) {
            begun.back().last_name = parsed.get<std::string>();
            if (!begun.back().names.insert(begun.back().last_name).second) {
                auto const places = std::views::transform(begun, &Begun::place);
                fail_at(fmt::format("{}", fmt::join(places, "")),
                        "it stands twice in its object; leave one of them");
            }
        } else if (!begun.empty()) {
            ++begun.back().ended;
        }
        return true;
    });
}

} // namespace postern::simulator
