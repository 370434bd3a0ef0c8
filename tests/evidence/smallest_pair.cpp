#include "evidence/smallest_pair.hpp"

#include "evidence/each_exchange.hpp"
#include "evidence/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

namespace postern::evidence_files {
namespace {

using Json = nlohmann::ordered_json;
using Place = Json::json_pointer;

constexpr std::size_t line_max_columns = 110;

std::string text_of(evidence::Evidence const& evidence)
{
    std::ostringstream out;
    evidence::write_json(evidence, out);
    return out.str();
}

// Without the exchanges that nothing names, and with the others counted from one.
Json tidy(evidence::Evidence evidence)
{
    int count = 0;
    evidence::each_exchange(evidence, [&](std::string const&, http::Exchange& exchange) {
        exchange.id = fmt::format("e{}", ++count);
    });
    return Json::parse(text_of(evidence));
}

// What fits a line stands on one line.
void write_for_people(Json const& value, std::string const& indent, std::string& out)
{
    auto const line = value.dump();
    if (!value.is_structured() || value.empty() || indent.size() + line.size() <= line_max_columns) {
        out += line;
        return;
    }
    auto const inner = indent + "  ";
    auto const* separator = "";
    out += value.is_array() ? "[" : "{";
    for (auto const& [name, member] : value.items()) {
        out += std::exchange(separator, ",") + ("\n" + inner);
        if (value.is_object())
            out += Json(name).dump() + ": ";
        write_for_people(member, inner, out);
    }
    out += "\n" + indent + (value.is_array() ? "]" : "}");
}

std::string for_people(Json const& document)
{
    std::string out;
    write_for_people(document, "", out);
    return out + "\n";
}

bool mentions(Json const& value, std::string const& name)
{
    if (value.is_string())
        return value.get_ref<std::string const&>() == name;
    return std::ranges::any_of(value, [&](Json const& member) {
        return (member.is_structured() || member.is_string()) && mentions(member, name);
    });
}

// The lists of the file, and those of its parts; exchanges go with the attempts that name them.
std::vector<Place> lists_of(Json const& document)
{
    std::vector<Place> lists;
    for (auto const& [name, part] : document.items()) {
        if (part.is_array() && name != "exchanges")
            lists.push_back(Place() / name);
        if (part.is_object())
            for (auto const& [inner, list] : part.items())
                if (list.is_array())
                    lists.push_back(Place() / name / inner);
    }
    return lists;
}

// Takes away an item of a list, and what is said of it elsewhere where it is an endpoint or a context.
void take(Json& document, Place const& list, std::size_t index)
{
    auto const item = document.at(list).at(index);
    document.at(list).erase(index);
    for (auto const* member : {"id", "label"})
        if (item.is_object() && item.contains(member))
            for (auto const& other : lists_of(document))
                std::erase_if(document.at(other).get_ref<Json::array_t&>(),
                              [&](Json const& each) { return mentions(each, item.at(member)); });
}

// A host stays as long as anything is said of it or sent to it.
bool is_still_named(Json const& document, Json const& item)
{
    return item.is_object() && item.contains("name") && item.at("name").is_string() &&
           document.dump().contains(item.at("name").get<std::string>());
}

class Trimmer {
public:
    Trimmer(checks::Check const& check, evidence::Evidence const& passing, evidence::Evidence const& spoilt)
        : check_(check),
          pass_(Json::parse(text_of(passing))),
          fail_(Json::parse(text_of(spoilt))),
          pass_outcome_(check.run(passing).outcome),
          fail_outcome_(check.run(spoilt).outcome)
    {
    }

    Pair trimmed()
    {
        take_items_of(Place("/endpoints")); // first, since most goes with them
        take_parts();
        // What one round takes away may have been all that the next one's item was named by.
        while (take_items())
            ;
        return {.pass = for_people(pass_), .fail = for_people(fail_)};
    }

private:
    void take_parts()
    {
        auto const whole = pass_;
        for (auto const& [name, part] : whole.items())
            if (part.is_structured())
                attempt([&](Json& document) { document.erase(name); });
    }

    bool take_items()
    {
        bool any = false;
        for (auto const& list : lists_of(pass_))
            any |= take_items_of(list);
        return any;
    }

    // From the end, so that of items that are alike the first is kept.
    bool take_items_of(Place const& list)
    {
        bool any = false;
        for (auto index = pass_.at(list).size(); index-- > 0;) {
            auto const left = pass_.at(list).size(); // an item may have taken others along
            if (index >= left || fail_.at(list).size() != left)
                continue;
            any |= attempt([&](Json& document) { take(document, list, index); },
                           [item = pass_.at(list).at(index)](Json const& document) {
                               return !is_still_named(document, item);
                           });
        }
        return any;
    }

    bool attempt(
        std::function<void(Json&)> const& change,
        std::function<bool(Json const&)> const& allowed = [](Json const&) { return true; })
    {
        auto pass = changed(pass_, change, pass_outcome_);
        auto fail = pass ? changed(fail_, change, fail_outcome_) : std::nullopt;
        if (!pass || !fail || !allowed(*pass) || !allowed(*fail))
            return false;
        pass_ = *std::move(pass);
        fail_ = *std::move(fail);
        return true;
    }

    // Nothing where that changes the verdict, or where something names what was taken away.
    [[nodiscard]] std::optional<Json> changed(Json document, std::function<void(Json&)> const& change,
                                              checks::Outcome outcome) const
    {
        change(document);
        auto evidence = evidence::read_json(document.dump());
        if (!evidence || check_.run(*evidence).outcome != outcome)
            return std::nullopt;
        return tidy(*std::move(evidence));
    }

    checks::Check const& check_;
    Json pass_;
    Json fail_;
    checks::Outcome const pass_outcome_;
    checks::Outcome const fail_outcome_;
};

} // namespace

Pair smallest_pair(checks::Check const& check, evidence::Evidence const& passing,
                   evidence::Evidence const& spoilt)
{
    return Trimmer(check, passing, spoilt).trimmed();
}

} // namespace postern::evidence_files
