#include "policy/vex.hpp"

#include "cli/command.hpp"
#include "cli/log.hpp"
#include "cli/output_file.hpp"
#include "cli/report_file.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

namespace postern::cli {
namespace {

struct VexCall {
    std::string report;
    std::string out;
};

int vex(VexCall const& call, Environment& environment)
{
    auto const report = read_report_file(call.report, "--report");
    auto const write = [&](std::ostream& out) { policy::write_vex(report, environment.clock.now(), out); };
    if (call.out.empty() || call.out == "-") {
        write(environment.out);
        return exit_ok;
    }
    std::error_code ignored;
    if (std::filesystem::equivalent(call.out, call.report, ignored))
        throw UsageError{"--out would replace the report; name another file"};
    auto const written = write_file(call.out, write);
    if (written)
        return exit_ok;
    log_problem(environment, written.error());
    return exit_internal;
}

} // namespace

void add_vex(CLI::App& app, Chosen& chosen)
{
    auto call = std::make_shared<VexCall>();
    auto& command = *app.add_subcommand("vex", "Export the waived findings of a report as CycloneDX 1.6 VEX");
    command.add_option("--report", call->report, "The JSON report")->required()->type_name("FILE");
    command.add_option("--out", call->out, "File for the document (default: standard output)")
        ->type_name("FILE");
    command.footer("Examples:\n"
                   "  postern vex --report report.json --out vex.json");
    command.callback(
        [call, &chosen] { chosen = [call](Environment& environment) { return vex(*call, environment); }; });
}

} // namespace postern::cli
