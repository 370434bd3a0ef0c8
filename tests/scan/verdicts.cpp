#include "scan/verdicts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <sstream>
#include <utility>

namespace postern::scan_test {
namespace {

// Of 160 altogether, with "NOT AS EXPECTED" at the end.
constexpr std::size_t name_columns = 26;
constexpr std::size_t transport_columns = 6;
constexpr std::size_t changes_columns = 106;

// "fail anonymous-access, cache-control; inconclusive hsts": the gravest first.
std::string in_groups(Verdicts const& verdicts)
{
    using enum checks::Outcome;
    std::string text;
    for (auto const outcome : {fail, inconclusive, warn, manual, pass, not_applicable}) {
        std::vector<std::string_view> ids;
        for (auto const& [check, verdict] : verdicts)
            if (verdict == name(outcome))
                ids.push_back(check);
        if (!ids.empty())
            text += fmt::format("{}{} {}", text.empty() ? "" : "; ", name(outcome), fmt::join(ids, ", "));
    }
    return text;
}

std::vector<std::string> wrapped(std::string const& text, std::size_t columns)
{
    std::vector<std::string> lines(1);
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (!lines.back().empty() && lines.back().size() + 1 + word.size() > columns)
            lines.emplace_back();
        lines.back() += (lines.back().empty() ? "" : " ") + word;
    }
    return lines;
}

} // namespace

Verdicts verdicts_of(nlohmann::json const& report)
{
    Verdicts verdicts;
    for (auto const& check : report.at("checks"))
        verdicts.emplace(check.at("id").get<std::string>(), check.at("verdict").get<std::string>());
    return verdicts;
}

Verdicts with(Verdicts healthy, std::vector<Change> const& changes)
{
    for (auto const& [check, outcome] : changes)
        healthy.insert_or_assign(std::string(check), std::string(name(outcome)));
    return healthy;
}

std::vector<std::string> differences(Verdicts const& expected, Verdicts const& got)
{
    std::vector<std::string> lines;
    for (auto const& [check, verdict] : expected)
        if (auto const found = got.find(check); found == got.end())
            lines.push_back(fmt::format("{}: expected {}, and there is no such check", check, verdict));
        else if (found->second != verdict)
            lines.push_back(fmt::format("{}: expected {}, got {}", check, verdict, found->second));
    for (auto const& [check, verdict] : got)
        if (!expected.contains(check))
            lines.push_back(fmt::format("{}: got {}, and the table does not have it", check, verdict));
    return lines;
}

void PrintedMatrix::add(std::string name, std::string transport, Verdicts const& got, Verdicts const& healthy,
                        Mark mark)
{
    Verdicts changed;
    std::ranges::set_difference(got, healthy, std::inserter(changed, changed.end()));
    auto changes = in_groups(changed);
    lines_.push_back({std::move(name), std::move(transport),
                      changes.empty() ? "(as the healthy app)" : std::move(changes), mark});
}

void PrintedMatrix::print(std::ostream& out) const
{
    auto const row = [&](std::string_view name, std::string_view transport, std::string_view changes,
                         std::string_view mark) {
        out << fmt::format("{:<{}}| {:<{}}| {:<{}} | {}\n", name, name_columns, transport, transport_columns,
                           changes, changes_columns, mark);
    };
    row("weakness", "by", "checks that say something else than of the healthy app", "");
    for (auto const& line : lines_) {
        auto const changes = wrapped(line.changes, changes_columns);
        auto const* const mark = line.mark == Mark::as_expected ? "ok" : "NOT AS EXPECTED";
        for (std::size_t i = 0; i < changes.size(); ++i)
            row(i == 0 ? line.name : "", i == 0 ? line.transport : "", changes[i], i == 0 ? mark : "");
    }
}

} // namespace postern::scan_test
