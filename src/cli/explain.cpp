#include "cli/command.hpp"
#include "cli/report_file.hpp"
#include "policy/ticket.hpp"
#include "report/text.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>
#include <string>

namespace postern::cli {
namespace {

struct ExplainCall {
    std::string finding;
    std::string report;
};

// Line by line: each of the text's own line breaks stays, and nothing else that moves the cursor.
void write_printable(std::string const& text, std::ostream& out)
{
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        out << report::printable(text.substr(at, end - at), report::Characters::utf8) << '\n';
        at = end + 1;
    }
}

int explain(ExplainCall const& call, Environment& environment)
{
    auto const report = read_report_file(call.report, "--report");
    auto const found = policy::find_finding(report, call.finding);
    if (!found)
        throw UsageError{found.error()};
    write_printable(policy::ticket(report, *found), environment.out);
    return exit_ok;
}

} // namespace

void add_explain(CLI::App& app, Chosen& chosen)
{
    auto call = std::make_shared<ExplainCall>();
    auto& command = *app.add_subcommand("explain", "Print the text on a finding to paste into a ticket");
    command.add_option("FINDING", call->finding, "Its id, as the report shows it")->required();
    command.add_option("--report", call->report, "The JSON report that has the finding")
        ->required()
        ->type_name("FILE");
    command.footer("Examples:\n"
                   "  postern explain 5070c86244d0 --report report.json\n"
                   "\nWhat stands in brackets a person has to confirm before sending.");
    command.callback([call, &chosen] {
        chosen = [call](Environment& environment) { return explain(*call, environment); };
    });
}

} // namespace postern::cli
