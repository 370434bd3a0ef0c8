#include "cli/command.hpp"
#include "cli/one_of.hpp"
#include "cli/report_file.hpp"
#include "policy/compare.hpp"
#include "report/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <ostream>

namespace postern::cli {
namespace {

using policy::Compared;
using policy::Comparison;

struct DiffCall {
    enum class Format { terminal, json };
    std::string earlier;
    std::string later;
    Format format = Format::terminal;
};

template <typename Write>
void each_list(Comparison const& comparison, Write write)
{
    write("new", comparison.added);
    write("changed", comparison.changed);
    write("fixed", comparison.fixed);
    write("not_seen", comparison.not_seen);
    write("unchanged", comparison.unchanged);
}

void write_terminal(Comparison const& comparison, std::ostream& out)
{
    each_list(comparison, [&](std::string_view title, std::vector<Compared> const& list) {
        out << fmt::format("{}: {}\n", title, list.size());
        if (title == "unchanged")
            return;
        for (auto const& one : list) {
            auto const& finding = one.finding;
            auto const verdict = title == "changed"
                                     ? fmt::format("{} -> {}", name(one.before), name(finding.outcome))
                                     : std::string(name(finding.outcome));
            out << report::printable(fmt::format("  {} {} {} {} ({}{})", verdict, finding.check,
                                                 finding.endpoint, finding.subject, finding.id,
                                                 one.counts ? "" : "; does not count"),
                                     report::Characters::utf8)
                << '\n';
        }
    });
    out << fmt::format("seen_less: {}\n", comparison.seen_less.size());
    for (auto const& sentence : comparison.seen_less)
        out << report::printable("  " + sentence, report::Characters::utf8) << '\n';
}

void write_json(Comparison const& comparison, std::ostream& out)
{
    using Json = nlohmann::ordered_json;
    Json document{{"format", "postern-diff-1"}};
    each_list(comparison, [&](std::string_view title, std::vector<Compared> const& list) {
        auto all = Json::array();
        for (auto const& one : list) {
            Json json{{"id", one.finding.id},
                      {"check", one.finding.check},
                      {"endpoint", one.finding.endpoint},
                      {"subject", one.finding.subject},
                      {"verdict", name(one.finding.outcome)}};
            if (title == "changed")
                json["before"] = name(one.before);
            json["counts"] = one.counts;
            json["message"] = one.finding.message;
            all.push_back(std::move(json));
        }
        document[std::string(title)] = std::move(all);
    });
    document["seen_less"] = comparison.seen_less;
    constexpr int indent = 2;
    out << document.dump(indent, ' ', true, Json::error_handler_t::replace) << '\n';
}

int diff(DiffCall const& call, Environment& environment)
{
    auto const earlier = read_report_file(call.earlier, "EARLIER");
    auto const later = read_report_file(call.later, "LATER");
    auto const comparison = policy::compare(earlier, later);
    call.format == DiffCall::Format::json ? write_json(comparison, environment.out)
                                          : write_terminal(comparison, environment.out);
    if (policy::fails_anew(comparison))
        return exit_failed;
    return policy::saw_less(comparison) ? exit_incomplete : exit_ok;
}

} // namespace

void add_diff(CLI::App& app, Chosen& chosen)
{
    static std::map<std::string, DiffCall::Format> const formats{{"terminal", DiffCall::Format::terminal},
                                                                 {"json", DiffCall::Format::json}};
    auto call = std::make_shared<DiffCall>();
    auto& command = *app.add_subcommand("diff", "Compare two JSON reports: what is new, changed, fixed");
    command.add_option("EARLIER", call->earlier, "The JSON report of the earlier scan")->required();
    command.add_option("LATER", call->later, "That of the later one")->required();
    command.add_option("--format", call->format, "terminal or json (default: terminal)")
        ->type_name("FORMAT")
        ->transform(one_of(formats));
    command.footer(
        "Examples:\n"
        "  postern diff monday.json tuesday.json\n"
        "  postern diff monday.json tuesday.json --format json\n"
        "\nWhat the later scan could not look at is not_seen, and not fixed. Exit status: 1 if something "
        "fails in the later report that did not before and is not waived, 3 if the later scan saw less than "
        "the earlier one, else 0; 64 wrong usage.");
    command.callback(
        [call, &chosen] { chosen = [call](Environment& environment) { return diff(*call, environment); }; });
}

} // namespace postern::cli
