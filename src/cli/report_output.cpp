#include "cli/report_output.hpp"

#include "cli/one_of.hpp"
#include "cli/output_file.hpp"
#include "http/headers.hpp"
#include "report/json.hpp"
#include "report/terminal.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace postern::cli {
namespace {

using Format = ReportOutput::Format;

bool to_file(ReportOutput const& output) { return !output.out.empty() && output.out != "-"; }

bool wanted(ReportOutput const& output, Format format)
{
    if (output.formats.empty())
        return format == Format::terminal || to_file(output);
    return std::ranges::find(output.formats, format) != output.formats.end();
}

// The terminal report goes into the file only if it is asked for by name and alone.
bool terminal_to_file(ReportOutput const& output)
{
    return to_file(output) && !output.formats.empty() && !wanted(output, Format::json);
}

bool terminal_to_screen(ReportOutput const& output)
{
    return wanted(output, Format::terminal) && !terminal_to_file(output) &&
           output.verbosity == ReportOutput::Verbosity::normal;
}

bool is_set(Environment const& environment, char const* name)
{
    auto const value = environment.variable(name);
    return value && !value->empty();
}

report::Colour colour_of(ReportOutput const& output, Environment const& environment)
{
    if (output.colour == ReportOutput::ColourWish::off || is_set(environment, "NO_COLOR"))
        return report::Colour::off;
    if (is_set(environment, "FORCE_COLOR"))
        return environment.variable("FORCE_COLOR") == "0" ? report::Colour::off : report::Colour::on;
    bool const capable = environment.out_stream == Stream::terminal && environment.variable("TERM") != "dumb";
    return capable ? report::Colour::on : report::Colour::off;
}

// The first of the three that is set decides: POSIX, Base Definitions, section 8.2.
report::Characters characters_of(Environment const& environment)
{
    for (auto const* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        if (!is_set(environment, name))
            continue;
        auto const locale = http::lower_case(*environment.variable(name));
        return locale.contains("utf-8") || locale.contains("utf8") ? report::Characters::utf8
                                                                   : report::Characters::ascii;
    }
    return report::Characters::ascii;
}

// What the terminal says holds only for what goes to it.
int width_of(ReportOutput const& output, Environment const& environment)
{
    constexpr int width_default = 80;
    constexpr int width_max = 200;
    auto const text = environment.variable("COLUMNS").value_or("");
    int width = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), width);
    bool const read = error == std::errc() && end == text.data() + text.size();
    if (!read || width <= 0)
        width = terminal_to_file(output) ? width_default : environment.columns.value_or(width_default);
    return std::clamp(width, report::terminal_columns_min, width_max);
}

std::expected<void, std::string> to_standard_output(Environment& environment,
                                                    std::function<void(std::ostream&)> const& write)
{
    write(environment.out);
    environment.out.flush();
    if (!environment.out)
        return std::unexpected("cannot write the report to standard output");
    return {};
}

} // namespace

void add_report_options(CLI::App& command, ReportOutput& output)
{
    static std::map<std::string, Format> const formats{{"terminal", Format::terminal},
                                                       {"json", Format::json}};
    static std::map<std::string, report::FailOn> const fail_ons{{"fail", report::FailOn::fail},
                                                                {"warn", report::FailOn::warn}};
    command
        .add_option("--format", output.formats,
                    "terminal, json or both: terminal,json (default: terminal, and json too with --out)")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("FORMAT")
        ->transform(one_of(formats));
    command
        .add_option("--out", output.out,
                    "File for the JSON report, or for the only format; - is standard output")
        ->type_name("FILE");
    command
        .add_option("--fail-on", output.fail_on,
                    "warn: exit with 2 where nothing is worse than warnings (default: fail)")
        ->type_name("VERDICT")
        ->transform(one_of(fail_ons));
    command.add_flag_callback(
        "--no-color", [&output] { output.colour = ReportOutput::ColourWish::off; },
        "No colour, as with NO_COLOR in the environment");
    command.add_flag_callback(
        "--quiet,-q", [&output] { output.verbosity = ReportOutput::Verbosity::quiet; },
        "No terminal report and no progress; the exit status tells");
}

void check_report_output(ReportOutput const& output)
{
    if (!to_file(output)) {
        if (terminal_to_screen(output) && wanted(output, Format::json))
            throw UsageError{"two reports cannot share standard output; give --out FILE for the JSON report"};
        return;
    }
    auto const folder = std::filesystem::path(output.out).parent_path();
    std::error_code ignored;
    if (!folder.empty() && !std::filesystem::is_directory(folder, ignored))
        throw UsageError{
            fmt::format("--out {}: there is no folder {}; make it first", output.out, folder.string())};
    if (std::filesystem::is_directory(output.out, ignored))
        throw UsageError{fmt::format("--out {}: that is a folder; name a file in it", output.out)};
}

report::TerminalStyle terminal_style(ReportOutput const& output, Environment const& environment)
{
    return {.colour = colour_of(output, environment),
            .characters = characters_of(environment),
            .width_columns = width_of(output, environment)};
}

int deliver_report(report::Report const& report, ReportOutput const& output, Environment& environment)
{
    auto const json = [&](std::ostream& out) { report::write_json(report, out); };
    auto style = terminal_style(output, environment);
    if (terminal_to_file(output))
        style.colour = report::Colour::off;
    std::optional<std::string> json_file;
    if (wanted(output, Format::json) && to_file(output))
        json_file = output.out;
    auto const terminal = [&](std::ostream& out) { report::write_terminal(report, style, out, json_file); };

    // One that cannot be written does not take the other along.
    std::vector<std::expected<void, std::string>> done;
    if (wanted(output, Format::json))
        done.push_back(to_file(output) ? write_file(output.out, json)
                                       : to_standard_output(environment, json));
    if (terminal_to_file(output))
        done.push_back(write_file(output.out, terminal));
    else if (terminal_to_screen(output))
        done.push_back(to_standard_output(environment, terminal));
    auto status = report::exit_status(report, output.fail_on);
    for (auto const& each : done) {
        if (each)
            continue;
        environment.err << "postern: " << each.error() << '\n';
        status = exit_internal;
    }
    return status;
}

} // namespace postern::cli
