#include "cli/command.hpp"
#include "cli/one_scan.hpp"
#include "cli/scan_targets.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

namespace postern::cli {
namespace {

void check_plan_format(ScanCall const& call)
{
    for (auto const format : call.output.formats)
        if (format != ReportFormat::terminal && format != ReportFormat::json)
            throw UsageError{fmt::format("--plan --format {}: a plan is no report; use terminal or json",
                                         file_format(format).name)};
}

// None of the files of one call may take the place of another.
void check_files(ScanCall const& call)
{
    auto const same = [](std::string const& a, std::string const& b) {
        std::error_code ignored;
        auto const whole = [&](std::string const& path) {
            return std::filesystem::weakly_canonical(path, ignored);
        };
        return !a.empty() && !b.empty() && a != "-" && whole(a) == whole(b) &&
               (!std::filesystem::exists(a, ignored) || std::filesystem::is_regular_file(a, ignored));
    };
    std::string const& evidence = call.options.evidence_file;
    auto const reports = report_files(call.output);
    for (auto const& report : reports)
        if (same(report, evidence))
            throw UsageError{fmt::format("--out and --save-evidence are both {}; name two files", report)};
    std::vector<std::pair<std::string_view, std::string>> outputs{{"--save-evidence", evidence}};
    for (auto const& report : reports)
        outputs.emplace_back("--out", report);
    for (auto const& input : {call.options.descriptor, call.options.user_token_file, call.options.ca_file,
                              call.project.file, call.output.baseline})
        for (auto const& [option, output] : outputs)
            if (same(input, output))
                throw UsageError{fmt::format("{} {} would replace what this scan reads; name another file",
                                             option, output)};
}

void check_app_choice(ScanOptions const& options)
{
    if (!options.descriptor.empty() && !options.targets_file.empty())
        throw UsageError{"a descriptor and --targets: name one app or a list of apps, not both"};
}

// What the command line names stands above what the project file does.
void settle_app_choice(ScanOptions& options, ScanOptions const& on_the_line)
{
    if (!on_the_line.descriptor.empty())
        options.targets_file.clear();
    if (!on_the_line.targets_file.empty()) {
        options.descriptor.clear();
        options.base_url = on_the_line.base_url;
    }
    check_app_choice(options);
}

int scan(ScanCall& call, CLI::App& command, Environment& environment)
{
    check_app_choice(call.options);
    auto const on_the_line = call.options;
    call.judgement = prepare_judgement(call.project, call.output, command, environment);
    settle_app_choice(call.options, on_the_line);
    environment.log = log_style(call.output);
    if (call.options.mode == ScanOptions::Mode::plan_only) {
        check_plan_format(call);
        if (!on_the_line.evidence_file.empty())
            throw UsageError{"--plan sends nothing, so that there is no evidence to save; leave --plan or "
                             "--save-evidence out"};
    }
    if (!call.options.targets_file.empty())
        return scan_targets(call, environment);
    check_report_output(call.output);
    check_scan_options(call.options);
    check_files(call);
    add_baseline(call.judgement, call.output.baseline);
    return scan_one(call, environment).status;
}

} // namespace

void add_scan(CLI::App& app, Chosen& chosen)
{
    auto call = std::make_shared<ScanCall>();
    auto& command = *app.add_subcommand("scan", "Ask every endpoint of an app and tell which are open");
    add_scan_options(command, call->options);
    add_report_options(command, call->output);
    add_project_options(command, call->project);
    command.footer("Examples:\n"
                   "  postern scan https://app.example/atlassian-connect.json\n"
                   "  postern scan https://app.example/atlassian-connect.json --plan\n"
                   "  postern scan atlassian-connect.json --base-url http://localhost:3000\n"
                   "  postern scan URL --format terminal,json --out report.json\n"
                   "  postern scan URL --format terminal,sarif-github,junit --out reports\n"
                   "  postern scan --targets apps.txt --format html,json --out reports\n"
                   "\nScan only apps that you may test. Exit status: 0 nothing worse than warnings, 1 a "
                   "requirement fails, 2 warnings with --fail-on warn, 3 the scan was incomplete, 64 wrong "
                   "usage or a descriptor that cannot be used, 70 a report could not be written.");
    command.callback([call, &command, &chosen] {
        chosen = [call, &command](Environment& environment) { return scan(*call, command, environment); };
    });
}

} // namespace postern::cli
