#include "cli/scan_targets.hpp"

#include "cli/log.hpp"
#include "cli/targets.hpp"
#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <vector>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;

bool keeps_reports(ScanCall const& call) { return !call.output.out.empty() && call.output.out != "-"; }

void check_call(ScanCall const& call)
{
    if (!call.options.base_url.empty())
        throw UsageError{"--base-url and --targets: each app has its own; write it behind its descriptor in "
                         "the list"};
    if (!call.options.user_token_file.empty())
        throw UsageError{
            "--user-jwt-file and --targets: a token is for one app, and no other may see it; scan "
            "that app alone"};
    fs::path const evidence = call.options.evidence_file;
    if (!evidence.empty() && (!keeps_reports(call) || evidence.has_parent_path()))
        throw UsageError{"--save-evidence and --targets: with --out FOLDER a name without a folder, such as "
                         "evidence.json; each app's folder then has one"};
    auto const for_the_screen = [](ReportFormat format) { return format == ReportFormat::terminal; };
    if (!keeps_reports(call) && !std::ranges::all_of(call.output.formats, for_the_screen))
        throw UsageError{"--targets: several reports need a folder; name it with --out FOLDER"};
    std::error_code error;
    if (!call.output.baseline.empty() && !fs::is_directory(call.output.baseline, error))
        throw UsageError{fmt::format("--baseline {}: with --targets it is the folder that --out named in an "
                                     "earlier run",
                                     call.output.baseline)};
}

std::vector<ScanTarget> targets_of(ScanCall const& call, Environment& environment)
{
    auto const& file = call.options.targets_file;
    std::error_code error;
    if (file != "-" && fs::is_directory(file, error))
        throw UsageError{fmt::format("--targets {}: that is a folder; name a file", file)};
    std::ifstream stream(file);
    if (file != "-" && !stream)
        throw UsageError{fmt::format("--targets {}: it cannot be read; name a file with a descriptor on each "
                                     "line",
                                     file)};
    auto targets = file == "-" ? read_targets(environment.in, "standard input", "")
                               : read_targets(stream, file, fs::path(file).parent_path());
    if (!targets)
        throw UsageError{std::move(targets).error()};
    return *std::move(targets);
}

fs::path folder_of(ScanTarget const& target, ScanCall const& call)
{
    return fs::path(call.output.out) / target.folder;
}

void make_folder(fs::path const& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (!fs::is_directory(folder))
        throw UsageError{fmt::format("--out: the folder {} cannot be made: {}; name another", folder.string(),
                                     error.message())};
}

fs::path plan_file_name(ReportOutput const& output)
{
    auto const json = std::ranges::find(output.formats, ReportFormat::json) != output.formats.end();
    return json ? "plan.json" : "plan.txt";
}

// The call as it would be for this app alone.
ScanCall for_target(ScanTarget const& target, ScanCall call)
{
    call.options.targets_file.clear();
    call.options.descriptor = target.descriptor;
    call.options.base_url = target.base_url;
    if (keeps_reports(call)) {
        auto const folder = folder_of(target, call);
        if (!call.options.evidence_file.empty())
            call.options.evidence_file = folder / call.options.evidence_file;
        call.output.out = call.options.mode == ScanOptions::Mode::plan_only
                              ? folder / plan_file_name(call.output)
                              : fs::path(out_in_folder(call.output, folder));
    }
    return call;
}

// Where the app's earlier report is; an app that is new in the list has none.
std::string baseline_of(ScanTarget const& target, ScanCall const& call)
{
    if (call.output.baseline.empty())
        return {};
    auto const file = fs::path(call.output.baseline) / target.folder / "report.json";
    std::error_code error;
    return fs::exists(file, error) ? file.string() : std::string();
}

// All that can be wrong with the call of one app is found before the first of them is scanned.
void check_target(ScanTarget const& target, ScanCall const& call)
{
    if (keeps_reports(call))
        make_folder(folder_of(target, call));
    auto own = for_target(target, call);
    check_scan_options(own.options);
    check_report_output(own.output);
    add_baseline(own.judgement, baseline_of(target, call));
}

Scanned scan_target(ScanTarget const& target, ScanCall const& call, Environment& environment)
{
    auto own = for_target(target, call);
    auto const baseline = baseline_of(target, call);
    add_baseline(own.judgement, baseline);
    if (baseline.empty() && !call.output.baseline.empty())
        log_event(environment,
                  {.level = LogLevel::warning,
                   .name = "no-baseline",
                   .message = fmt::format("{} has no report in {}: all of its findings count as new",
                                          target.descriptor, call.output.baseline),
                   .fields = {{"descriptor", target.descriptor}}});
    return scan_one(own, environment);
}

std::string_view word(int status)
{
    switch (status) {
    case exit_ok:
        return "ok";
    case exit_failed:
        return "FAIL";
    case exit_warned:
        return "warn";
    case exit_incomplete:
        return "incomplete";
    case exit_usage:
        return "unusable";
    default:
        return "error";
    }
}

int gravest(std::vector<int> const& statuses)
{
    for (int const status : std::array{exit_internal, exit_usage, exit_failed, exit_incomplete, exit_warned})
        if (std::ranges::find(statuses, status) != statuses.end())
            return status;
    return exit_ok;
}

void write_summary(std::vector<ScanTarget> const& targets, std::vector<int> const& statuses,
                   ScanCall const& call, Environment& environment)
{
    auto const characters = terminal_style(call.output, environment).characters;
    environment.out << fmt::format("\n{} of {} apps\n", statuses.size(), targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        auto const state = i < statuses.size() ? word(statuses[i]) : "not scanned";
        environment.out << fmt::format("  {:<11}  {}", state,
                                       report::printable(targets[i].descriptor, characters));
        if (keeps_reports(call) && i < statuses.size())
            environment.out << fmt::format(
                "\n  {:<11}  {}", "", report::printable(folder_of(targets[i], call).string(), characters));
        environment.out << '\n';
    }
}

} // namespace

int scan_targets(ScanCall const& call, Environment& environment)
{
    check_call(call);
    auto const targets = targets_of(call, environment);
    for (auto const& target : targets)
        check_target(target, call);
    std::vector<int> statuses;
    auto end = Scanned::End::by_itself;
    for (auto target = targets.begin(); target != targets.end() && end == Scanned::End::by_itself; ++target) {
        auto const scanned = scan_target(*target, call, environment);
        statuses.push_back(scanned.status);
        end = scanned.end;
    }
    if (call.output.verbosity != ReportOutput::Verbosity::quiet)
        write_summary(targets, statuses, call, environment);
    if (end == Scanned::End::interrupted)
        statuses.push_back(exit_incomplete);
    return gravest(statuses);
}

} // namespace postern::cli
