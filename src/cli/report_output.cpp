#include "cli/report_output.hpp"

#include "cli/log.hpp"
#include "cli/one_of.hpp"
#include "cli/output_file.hpp"
#include "http/headers.hpp"
#include "policy/policy_toml.hpp"
#include "report/terminal.hpp"
#include "report/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <ranges>
#include <string>
#include <vector>

namespace postern::cli {
namespace {

using Format = ReportOutput::Format;

bool to_file(ReportOutput const& output) { return !output.out.empty() && output.out != "-"; }

bool asks_for(ReportOutput const& output, Format format)
{
    return std::ranges::find(output.formats, format) != output.formats.end();
}

// Those that are not for a terminal, each once.
std::vector<FileFormat> wanted_files(ReportOutput const& output)
{
    if (output.formats.empty())
        return to_file(output) ? std::vector{file_format(Format::json)} : std::vector<FileFormat>();
    std::vector<FileFormat> wanted;
    for (auto const& format : file_formats())
        if (asks_for(output, format.format))
            wanted.push_back(format);
    return wanted;
}

bool to_folder(ReportOutput const& output) { return wanted_files(output).size() > 1; }

std::string path_of(FileFormat const& format, ReportOutput const& output)
{
    return to_folder(output) ? std::filesystem::path(output.out) / format.file_name
                             : std::filesystem::path(output.out);
}

bool terminal_wanted(ReportOutput const& output)
{
    return output.formats.empty() || asks_for(output, Format::terminal);
}

// The terminal report goes into the file only if it is asked for by name and alone.
bool terminal_to_file(ReportOutput const& output)
{
    return to_file(output) && asks_for(output, Format::terminal) && wanted_files(output).empty();
}

bool terminal_to_screen(ReportOutput const& output)
{
    return terminal_wanted(output) && !terminal_to_file(output) &&
           output.verbosity != ReportOutput::Verbosity::quiet;
}

// How complaints name it.
std::string out_in_words(ReportOutput const& output)
{
    return output.out_from.empty() ? fmt::format("--out {}", output.out)
                                   : fmt::format("{}: 'out' is {}", output.out_from, output.out);
}

void check_out_folder(ReportOutput const& output)
{
    auto const count = wanted_files(output).size();
    std::error_code ignored;
    std::error_code error;
    if (std::filesystem::exists(output.out, ignored) && !std::filesystem::is_directory(output.out, ignored))
        throw UsageError{fmt::format("{}: that is a file, and {} reports need a folder; name a folder",
                                     out_in_words(output), count)};
    std::filesystem::create_directories(output.out, error);
    if (!std::filesystem::is_directory(output.out, ignored))
        throw UsageError{fmt::format("{}: {} reports need a folder, and it cannot be made: {}; name another",
                                     out_in_words(output), count, error.message())};
}

void check_out_file(ReportOutput const& output)
{
    std::error_code error;
    auto const folder = std::filesystem::path(output.out).parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder, error))
        throw UsageError{
            fmt::format("{}: there is no folder {}; make it first", out_in_words(output), folder.string())};
    if (std::filesystem::is_directory(output.out, error))
        throw UsageError{fmt::format("{}: that is a folder; name a file in it", out_in_words(output))};
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

// The checks for which asking makes a difference.
std::vector<std::string_view> on_request()
{
    std::vector<std::string_view> ids;
    for (auto const& check : checks::all())
        if (check.info->runs == checks::Runs::on_request)
            ids.push_back(check.info->id);
    return ids;
}

// The id of any check; its name lists those that run on request.
CLI::Validator check_id()
{
    std::vector<std::string> ids;
    for (auto const& check : checks::all())
        ids.emplace_back(check.info->id);
    auto name = fmt::format("{}{}", one_of_prefix, fmt::join(on_request(), "|"));
    auto const known = [ids = std::move(ids)](std::string& id) {
        return std::ranges::find(ids, CLI::detail::trim(id)) != ids.end()
                   ? std::string()
                   : fmt::format("there is no check '{}'; did you mean '{}'?", id, policy::nearest(id, ids));
    };
    return CLI::Validator(known, "", std::move(name));
}

std::expected<void, std::string> to_standard_output(Environment& environment,
                                                    std::function<void(std::ostream&)> const& write)
{
    write(environment.out);
    environment.out.flush();
    if (!environment.out)
        return std::unexpected(
            "cannot write the report to standard output; see what takes it, or give --out FILE");
    return {};
}

std::expected<void, std::string> to_named_file(std::string const& path, std::string_view format,
                                               std::function<void(std::ostream&)> const& write,
                                               Environment& environment)
{
    auto written = write_file(path, write);
    // Whoever waits at a terminal is told where the report is.
    if (written && environment.err_stream == Stream::terminal &&
        environment.log.format == LogStyle::Format::text && environment.log.most == LogLevel::warning)
        environment.err << report::printable(fmt::format("Wrote the {} report: {}", format, path),
                                             report::Characters::utf8)
                        << '\n';
    if (written)
        log_event(environment, {.level = LogLevel::info,
                                .name = "report-written",
                                .message = fmt::format("wrote the {} report: {}", format, path),
                                .fields = {{"format", format}, {"file", path}}});
    return written;
}

} // namespace

void add_report_options(CLI::App& command, ReportOutput& output)
{
    static std::map<std::string, Format> const formats = report_format_words();
    static std::map<std::string, report::FailOn> const fail_ons{{"fail", report::FailOn::fail},
                                                                {"new", report::FailOn::new_failures},
                                                                {"warn", report::FailOn::warn}};
    static std::map<std::string, LogStyle::Format> const log_formats{{"json", LogStyle::Format::json},
                                                                     {"text", LogStyle::Format::text}};
    command
        .add_option("--format", output.formats,
                    fmt::format("{}; or a list: terminal,sarif (default: terminal, and json too with --out)",
                                fmt::join(std::views::keys(formats), ", ")))
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("FORMAT")
        ->transform(one_of(formats));
    command
        .add_option(
            "--out", output.out,
            "File for the report that is not for the terminal, or the folder for several; - is standard "
            "output")
        ->type_name("FILE");
    add_catalogue_option(command, output.catalogue);
    command
        .add_option(
            "--fail-on", output.fail_on,
            "warn: exit with 2 where nothing is worse than warnings; new: exit with 1 only for what fails "
            "and is not in the baseline (default: fail)")
        ->type_name("VERDICT")
        ->transform(one_of(fail_ons));
    command
        .add_option("--baseline", output.baseline,
                    "An earlier JSON report; the report then says what is new, changed, unchanged and fixed")
        ->type_name("FILE");
    command
        .add_option("--enable", output.enabled,
                    fmt::format("Let a check run that does so on request only: {}; or a list of them",
                                fmt::join(on_request(), ", ")))
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("CHECK")
        ->transform(check_id());
    command.add_flag_callback(
        "--no-color", [&output] { output.colour = ReportOutput::ColourWish::off; },
        "No colour, as with NO_COLOR in the environment");
    auto* quiet = command.add_flag_callback(
        "--quiet,-q", [&output] { output.verbosity = ReportOutput::Verbosity::quiet; },
        "No terminal report and no progress; the exit status tells");
    command
        .add_flag_callback(
            "--verbose,-v", [&output] { output.verbosity = ReportOutput::Verbosity::verbose; },
            "Say on standard error what happens, each request included")
        ->excludes(quiet);
    command
        .add_option("--log-format", output.log_format,
                    "What goes to standard error: text, or json: one object a line (default: text)")
        ->type_name("FORMAT")
        ->transform(one_of(log_formats));
}

void add_catalogue_option(CLI::App& command, report::Catalogue const*& catalogue)
{
    std::map<std::string, int> words;
    std::vector<std::string> years;
    auto const catalogues = report::catalogues();
    for (int index = 0; auto const& known : catalogues) {
        words.emplace(known.version, index);
        years.push_back(known.version.substr(known.version.rfind('-') + 1));
        words.emplace(years.back(), index);
        ++index;
    }
    command
        .add_option_function<std::size_t>(
            "--catalogue", [catalogues, &catalogue](std::size_t index) { catalogue = &catalogues[index]; },
            fmt::format("Whose numbers the requirements have: {} (default: the newest; `postern "
                        "requirements` shows them)",
                        fmt::join(years, ", ")))
        ->type_name("NAME")
        ->transform(one_of(words));
}

std::vector<std::string> report_files(ReportOutput const& output)
{
    std::vector<std::string> files;
    if (to_file(output))
        for (auto const& format : wanted_files(output))
            files.push_back(path_of(format, output));
    if (terminal_to_file(output))
        files.push_back(output.out);
    return files;
}

std::string out_in_folder(ReportOutput const& output, std::filesystem::path const& folder)
{
    auto const wanted = wanted_files(output);
    if (wanted.empty())
        return folder / "report.txt";
    return wanted.size() == 1 ? folder / wanted.front().file_name : folder;
}

void check_report_output(ReportOutput const& output)
{
    if (output.fail_on == report::FailOn::new_failures && output.baseline.empty())
        throw UsageError{
            "--fail-on new needs to know what is old; give --baseline FILE with an earlier report"};
    auto const files = wanted_files(output);
    if (!to_file(output)) {
        if (files.size() > 1)
            throw UsageError{
                fmt::format("{} reports cannot share standard output; give --out FOLDER", files.size())};
        if (terminal_to_screen(output) && !files.empty())
            throw UsageError{fmt::format("two reports cannot share standard output; give --out FILE for the "
                                         "{} report",
                                         files[0].format == Format::json ? "JSON" : files[0].name)};
        return;
    }
    if (to_folder(output))
        check_out_folder(output);
    else
        check_out_file(output);
}

LogStyle log_style(ReportOutput const& output)
{
    auto const json = output.log_format == LogStyle::Format::json;
    switch (output.verbosity) {
    case ReportOutput::Verbosity::quiet:
        return {.format = output.log_format, .most = LogLevel::error};
    case ReportOutput::Verbosity::normal:
        return {.format = output.log_format, .most = json ? LogLevel::info : LogLevel::warning};
    case ReportOutput::Verbosity::verbose:
        break;
    }
    return {.format = output.log_format, .most = LogLevel::debug};
}

report::TerminalStyle terminal_style(ReportOutput const& output, Environment const& environment)
{
    return {.colour = colour_of(output, environment),
            .characters = characters_of(environment),
            .width_columns = width_of(output, environment)};
}

int deliver_report(report::Report const& report, ReportOutput const& output, Environment& environment)
{
    auto style = terminal_style(output, environment);
    if (terminal_to_file(output))
        style.colour = report::Colour::off;

    auto status = report::exit_status(report, output.fail_on);
    // One that cannot be written does not take the others along.
    auto const done = [&](std::expected<void, std::string> const& written) {
        if (written)
            return;
        log_problem(environment, written.error());
        status = exit_internal;
    };
    std::optional<std::string> json_file;
    for (auto const& format : wanted_files(output)) {
        auto const write = [&](std::ostream& out) { format.write(report, out); };
        done(to_file(output) ? to_named_file(path_of(format, output), format.name, write, environment)
                             : to_standard_output(environment, write));
        if (format.format == Format::json && to_file(output))
            json_file = path_of(format, output);
    }
    auto const terminal = [&](std::ostream& out) { report::write_terminal(report, style, out, json_file); };
    if (terminal_to_file(output))
        done(to_named_file(output.out, "terminal", terminal, environment));
    else if (terminal_to_screen(output))
        done(to_standard_output(environment, terminal));
    return status;
}

} // namespace postern::cli
