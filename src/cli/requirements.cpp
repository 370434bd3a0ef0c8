#include "cli/command.hpp"
#include "cli/one_of.hpp"
#include "cli/report_output.hpp"
#include "report/catalogue_output.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <memory>

namespace postern::cli {
namespace {

enum class CatalogueFormat { terminal, json };

struct RequirementsCall {
    report::Catalogue const* catalogue = &report::newest_catalogue();
    CatalogueFormat format = CatalogueFormat::terminal;
};

int requirements(RequirementsCall const& call, Environment& environment)
{
    if (call.format == CatalogueFormat::json)
        report::write_catalogue_json(*call.catalogue, environment.out);
    else
        report::write_catalogue(*call.catalogue, terminal_style({}, environment), environment.out);
    return exit_ok;
}

} // namespace

void add_requirements(CLI::App& app, Chosen& chosen)
{
    static std::map<std::string, CatalogueFormat> const formats{{"terminal", CatalogueFormat::terminal},
                                                                {"json", CatalogueFormat::json}};
    auto call = std::make_shared<RequirementsCall>();
    auto& command = *app.add_subcommand(
        "requirements", "List the published requirements, the checks that answer them and their old numbers");
    add_catalogue_option(command, call->catalogue);
    command.add_option("--format", call->format, "terminal or json (default: terminal)")
        ->type_name("FORMAT")
        ->transform(one_of(formats));
    command.footer("Examples:\n"
                   "  postern requirements\n"
                   "  postern requirements --catalogue 2020 --format json\n");
    command.callback([call, &chosen] {
        chosen = [call](Environment& environment) { return requirements(*call, environment); };
    });
}

} // namespace postern::cli
