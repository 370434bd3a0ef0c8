#include "cli/command.hpp"
#include "cli/judgement.hpp"
#include "cli/log.hpp"
#include "cli/report_output.hpp"
#include "evidence/json.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <expected>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;

struct EvaluateCall {
    std::string evidence; // a file, or "-": standard input
    ReportOutput output;
    ProjectChoice project;
};

std::expected<evidence::Evidence, std::string> in_words(std::string const& name,
                                                        evidence::EvidenceError const& error)
{
    auto const place = error.pointer.empty() ? "" : fmt::format(" at {}", error.pointer);
    return std::unexpected(fmt::format("{}{}: {}; {}", name, place, error.message, error.remedy));
}

std::expected<evidence::Evidence, std::string> read_evidence(std::string const& file,
                                                             Environment& environment)
{
    if (file == "-") {
        auto evidence = evidence::read_json(environment.in);
        return evidence ? *std::move(evidence) : in_words("standard input", evidence.error());
    }
    std::error_code ignored;
    if (fs::is_directory(file, ignored))
        return std::unexpected(fmt::format("{}: that is a folder; name the evidence file in it", file));
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return std::unexpected(
            fmt::format("cannot read {}: {}; give a file that `postern scan --save-evidence "
                        "FILE` wrote",
                        file, std::strerror(errno)));
    auto evidence = evidence::read_json(in);
    return evidence ? *std::move(evidence) : in_words(file, evidence.error());
}

int evaluate(EvaluateCall& call, CLI::App& command, Environment& environment)
{
    auto judgement = prepare_judgement(call.project, call.output, command, environment);
    environment.log = log_style(call.output);
    add_baseline(judgement, call.output.baseline);
    check_report_output(call.output);
    std::error_code ignored;
    for (auto const& file : report_files(call.output))
        for (auto const& input : {call.evidence, call.project.file, call.output.baseline})
            if (fs::is_regular_file(file, ignored) && fs::equivalent(input, file, ignored))
                throw UsageError{
                    fmt::format("--out {}: the report would overwrite {}, which it is made from; name "
                                "another file",
                                call.output.out, input)};
    auto const evidence = read_evidence(call.evidence, environment);
    if (!evidence) {
        log_problem(environment, evidence.error());
        return exit_usage;
    }
    auto const report = judge(*evidence, judgement, environment);
    return deliver_report(report, call.output, environment);
}

} // namespace

void add_evaluate(CLI::App& app, Chosen& chosen)
{
    auto call = std::make_shared<EvaluateCall>();
    auto& command =
        *app.add_subcommand("evaluate", "Judge the saved evidence of a scan again, without the network");
    command
        .add_option("FILE", call->evidence,
                    "Evidence that `postern scan --save-evidence FILE` wrote; - is standard input")
        ->required();
    add_report_options(command, call->output);
    add_project_options(command, call->project);
    command.footer(
        "Examples:\n"
        "  postern evaluate evidence.json\n"
        "  postern evaluate evidence.json --format json --out report.json\n"
        "  postern evaluate evidence.json --format terminal,sarif,junit --out reports\n"
        "\nWith the same postern.toml the report is the one that the scan made, and so is the exit status: 0 "
        "nothing worse than "
        "warnings, 1 a requirement fails, 2 warnings with --fail-on warn, 3 the scan was incomplete, "
        "64 wrong usage or a file that is not evidence.");
    command.callback([call, &command, &chosen] {
        chosen = [call, &command](Environment& environment) { return evaluate(*call, command, environment); };
    });
}

} // namespace postern::cli
