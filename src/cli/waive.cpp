#include "cli/command.hpp"
#include "cli/log.hpp"
#include "cli/one_of.hpp"
#include "cli/output_file.hpp"
#include "cli/project_file.hpp"
#include "cli/report_file.hpp"
#include "cli/report_formats.hpp"
#include "cli/text_file.hpp"
#include "policy/waiver_entry.hpp"
#include "report/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <ostream>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::days waived_by_default(365);

struct WaiveCall {
    std::string finding;
    std::string reason;
    std::string explanation;
    std::string author;
    std::string expires;
    std::string report;
    ProjectChoice project;
};

policy::WaiverWish wish_of(WaiveCall const& call, policy::Day today, Environment const& environment)
{
    policy::WaiverWish wish{.explanation = call.explanation, .expires = today + waived_by_default};
    auto const reason = policy::reason_from(call.reason);
    if (!reason)
        throw UsageError{
            fmt::format("--reason: '{}' is no reason; use one of {}", call.reason, policy::reason_list())};
    wish.reason = *reason;
    if (call.explanation.empty())
        throw UsageError{"--explain is empty; say in a sentence why that is so"};
    wish.author = call.author.empty() ? environment.variable("POSTERN_AUTHOR").value_or("") : call.author;
    if (wish.author.empty())
        throw UsageError{
            "nobody is named who accepts the finding; give --author NAME, or set POSTERN_AUTHOR"};
    if (call.expires.empty())
        return wish;
    auto const day = policy::day_from(call.expires);
    if (!day)
        throw UsageError{fmt::format("--expires {}: that is no day; give it as 2027-03-31", call.expires)};
    if (*day < today)
        throw UsageError{fmt::format("--expires {}: that day is over; give a later one", call.expires)};
    wish.expires = *day;
    return wish;
}

std::vector<std::string_view> reason_words()
{
    std::vector<std::string_view> words;
    for (auto const reason : policy::all_reasons())
        words.push_back(name(reason));
    return words;
}

// Of several reports in one folder, the JSON report has the findings.
fs::path in_folder(fs::path const& out)
{
    std::error_code ignored;
    return fs::is_directory(out, ignored) ? out / file_format(ReportFormat::json).file_name : out;
}

// The report that the project's scans write, where none is named.
std::string report_of(WaiveCall const& call, std::optional<ProjectFile> const& project,
                      Environment const& environment)
{
    if (!call.report.empty())
        return call.report;
    if (project)
        for (auto const& setting : project->policy.settings)
            if (setting.section == "report" && setting.key == "out" && setting.texts.size() == 1) {
                auto const opened = project->origin == ProjectFile::Origin::found
                                        ? *environment.working_folder / project->path
                                        : project->path;
                return in_folder(opened.parent_path() / setting.texts.front());
            }
    throw UsageError{"it is not known which report has this finding; give --report FILE with a JSON report"};
}

int waive(WaiveCall const& call, Environment& environment)
{
    auto const today = policy::day_of(environment.clock.now());
    auto const wish = wish_of(call, today, environment);
    std::error_code ignored;
    bool const to_be_made = !call.project.file.empty() && !fs::exists(call.project.file, ignored);
    auto const project = to_be_made ? std::nullopt : load_project(call.project, environment);
    auto const report = read_report_file(report_of(call, project, environment), "--report");
    auto const found = policy::find_finding(report, call.finding);
    if (!found)
        throw UsageError{found.error()};
    auto file = project ? project->path : fs::path(to_be_made ? call.project.file : policy::policy_file_name);
    auto const name = file.string();
    if (environment.working_folder && file.is_relative())
        file = *environment.working_folder / file;
    std::string text;
    if (project) {
        auto read = read_text_file(file, policy::policy_file_max_bytes);
        if (!read)
            throw UsageError{read.error()};
        text = *std::move(read);
    }
    auto const changed = policy::with_waiver(text, name, *found, wish, today);
    if (!changed)
        throw UsageError{report::printable(changed.error(), report::Characters::utf8)};
    auto const written = write_file(file, [&](std::ostream& out) { out << *changed; }, FileAccess::as_before);
    if (!written) {
        log_problem(environment, written.error());
        return exit_internal;
    }
    environment.out << fmt::format("{}: finding {} is waived until {}; --expires sets another day\n", name,
                                   found->finding->id, policy::day_text(wish.expires));
    return exit_ok;
}

} // namespace

void add_waive(CLI::App& app, Chosen& chosen)
{
    auto call = std::make_shared<WaiveCall>();
    auto& command = *app.add_subcommand("waive", "Accept a finding: write a waiver into postern.toml");
    command.add_option("FINDING", call->finding, "Its id, as the report shows it")->required();
    command.add_option("--reason", call->reason, "One of: " + policy::reason_list())
        ->required()
        ->type_name("REASON")
        ->check(suggested(reason_words()));
    command.add_option("--explain", call->explanation, "Why that is so, for whoever reads it later")
        ->required()
        ->type_name("TEXT");
    command.add_option("--author", call->author, "Who accepts it (default: POSTERN_AUTHOR)")
        ->type_name("NAME");
    command.add_option("--expires", call->expires, "The last day on which it holds (default: in 365 days)")
        ->type_name("DATE");
    command
        .add_option("--report", call->report,
                    "The JSON report that has the finding (default: `out` in [report] of postern.toml)")
        ->type_name("FILE");
    command
        .add_option("--config", call->project.file,
                    "The file to write into (default: postern.toml, in this folder or above; else a new one)")
        ->type_name("FILE");
    command.footer("Examples:\n"
                   "  postern waive 5070c86244d0 --report report.json --reason cacheable-module \\\n"
                   "    --explain 'The page holds no data' --author 'Security team'\n"
                   "\nThe waiver covers this finding alone, and not what becomes worse. Comments in the file "
                   "stay.");
    command.callback(
        [call, &chosen] { chosen = [call](Environment& environment) { return waive(*call, environment); }; });
}

} // namespace postern::cli
