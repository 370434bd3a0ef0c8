#include "cli/judgement.hpp"

#include "cli/report_file.hpp"
#include "policy/apply.hpp"
#include "policy/compare.hpp"

#include <CLI/CLI.hpp>

namespace postern::cli {

Judgement prepare_judgement(ProjectChoice const& choice, ReportOutput& output, CLI::App& command,
                            Environment const& environment)
{
    Judgement judgement{.project = load_project(choice, environment)};
    if (judgement.project) {
        bool const on_the_line = command.get_option("--out")->count() > 0;
        apply_settings(*judgement.project, command, environment);
        if (!on_the_line && command.get_option("--out")->count() > 0)
            output.out_from = judgement.project->path.string();
    }
    // The file may just have set these.
    judgement.catalogue = output.catalogue;
    judgement.requested = {output.enabled.begin(), output.enabled.end()};
    if (judgement.project)
        judgement.requested.merge(policy::requested_checks(judgement.project->policy));
    return judgement;
}

void add_baseline(Judgement& judgement, std::string const& file)
{
    if (file.empty())
        return;
    judgement.baseline_file = file;
    judgement.baseline = read_report_file(file, "--baseline");
}

report::Report judge(evidence::Evidence const& evidence, Judgement const& judgement,
                     Environment const& environment)
{
    auto report = report::make_report(evidence, *judgement.catalogue, checks::all(), judgement.requested);
    if (judgement.project)
        report = policy::apply(std::move(report), judgement.project->policy,
                               policy::day_of(environment.clock.now()));
    if (judgement.baseline)
        report = policy::against(std::move(report), *judgement.baseline, judgement.baseline_file);
    return report;
}

} // namespace postern::cli
