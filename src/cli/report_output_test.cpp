#include "cli/output_file.hpp"
#include "cli/report_output.hpp"
#include "support/example_evidence.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>
#include <sys/stat.h>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;
using Format = ReportOutput::Format;

std::string contents(fs::path const& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A command's surroundings with nothing of this machine in them, and a folder of its own.
struct World {
    World()
    {
        folder = fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    ~World() { fs::remove_all(folder); }

    fs::path folder;
    std::map<std::string, std::string> variables;
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    SystemClock clock;
    SeededRandom random{1};
    Environment environment{.in = in,
                            .out = out,
                            .err = err,
                            .clock = clock,
                            .random = random,
                            .variable = [this](std::string const& name) -> std::optional<std::string> {
                                auto const found = variables.find(name);
                                return found == variables.end() ? std::nullopt : std::optional(found->second);
                            }};
};

ReportOutput parsed(std::vector<std::string> arguments)
{
    ReportOutput output;
    CLI::App app;
    std::string file;
    app.add_option("FILE", file);
    add_report_options(app, output);
    std::ranges::reverse(arguments);
    app.parse(std::move(arguments));
    return output;
}

std::string complaint(ReportOutput const& output)
{
    try {
        check_report_output(output);
    } catch (UsageError const& error) {
        return error.message;
    }
    return "";
}

report::Report a_report()
{
    return report::make_report(support::example_evidence(), {.version = "test-1"}, {});
}

TEST(ReportOptions, take_formats_as_a_list_or_repeated)
{
    std::vector const both{Format::terminal, Format::json};
    EXPECT_EQ(parsed({"--format", "terminal,json"}).formats, both);
    EXPECT_EQ(parsed({"--format", "terminal", "--format=json"}).formats, both);
    EXPECT_EQ(parsed({"--format", "json", "evidence.json"}).formats, std::vector{Format::json});
    EXPECT_EQ(parsed({"--fail-on", "warn"}).fail_on, report::FailOn::warn);
    EXPECT_EQ(parsed({"-q", "--no-color"}).verbosity, ReportOutput::Verbosity::quiet);
    EXPECT_THROW(parsed({"--format", "pdf"}), CLI::ParseError);
}

struct PlaceRow {
    char const* sentence;
    std::vector<std::string> arguments;
    char const* out;  // how standard output begins
    char const* file; // how report.txt begins
};

TEST(DeliverReport, puts_each_format_where_it_belongs)
{
    std::vector<PlaceRow> const rows{
        {"the terminal report is shown", {}, "Postern ", ""},
        {"JSON alone is shown", {"--format", "json"}, "{\n", ""},
        {"a file gets the JSON report and the screen the other", {"--out", "report.txt"}, "Postern ", "{\n"},
        {"the same by name", {"--format", "terminal,json", "--out", "report.txt"}, "Postern ", "{\n"},
        {"the only format goes into the file",
         {"--format", "terminal", "--out", "report.txt"},
         "",
         "Postern "},
        {"JSON alone goes into the file", {"--format", "json", "--out", "report.txt"}, "", "{\n"},
        {"quiet is about the screen, not about a file",
         {"--quiet", "--format", "terminal", "--out", "report.txt"},
         "",
         "Postern "},
        {"a dash is standard output", {"--format", "json", "--out", "-"}, "{\n", ""},
        {"quiet shows nothing", {"--quiet"}, "", ""},
        {"quiet writes the file", {"--quiet", "--out", "report.txt"}, "", "{\n"},
        {"quiet shows JSON that was asked for", {"--quiet", "--format", "json"}, "{\n", ""},
    };
    for (auto const& row : rows) {
        World world;
        auto output = parsed(row.arguments);
        if (!output.out.empty() && output.out != "-")
            output.out = world.folder / output.out;
        check_report_output(output);
        EXPECT_EQ(deliver_report(a_report(), output, world.environment), exit_ok) << row.sentence;
        auto const begins = [](std::string const& text, std::string const& start) {
            return start.empty() ? text.empty() : text.starts_with(start);
        };
        EXPECT_PRED2(begins, world.out.str(), row.out) << row.sentence;
        EXPECT_PRED2(begins, contents(world.folder / "report.txt"), row.file) << row.sentence;
        EXPECT_EQ(world.err.str(), "") << row.sentence;
    }
}

TEST(DeliverReport, names_the_json_report_in_the_other)
{
    World world;
    auto const file = world.folder / "report.json";
    auto report = a_report();
    report.requirements = {{.id = "2", .title = "Walls"}}; // for a person
    auto const told = [&](ReportOutput const& output) {
        world.out.str("");
        EXPECT_EQ(deliver_report(report, output, world.environment), exit_ok);
        return world.out.str();
    };
    EXPECT_THAT(told({}), HasSubstr("--format terminal,json --out report.json\n"));
    auto const both = told({.out = file});
    EXPECT_THAT(both, testing::Not(HasSubstr("--format")));
    EXPECT_THAT(both, HasSubstr("The JSON report has what is left out here:"));
}

TEST(DeliverReport, puts_several_reports_into_a_folder_that_it_makes)
{
    World world;
    auto output =
        parsed({"--format", "terminal,json,html,sarif,sarif-github,junit,markdown,gitlab-dast,csv,csrt"});
    output.out = world.folder / "made" / "here";
    check_report_output(output);
    EXPECT_EQ(deliver_report(a_report(), output, world.environment), exit_ok);
    EXPECT_THAT(world.out.str(), StartsWith("Postern "));
    std::vector<std::string> names;
    for (auto const& file : fs::directory_iterator(output.out))
        names.push_back(file.path().filename());
    EXPECT_THAT(names,
                testing::UnorderedElementsAre("report.json", "report.html", "report.sarif",
                                              "report.github.sarif", "report.junit.xml", "report.md",
                                              "gl-dast-report.json", "report.csv", "report.csrt.json"));
}

TEST(CheckReportOutput, wants_a_folder_for_several_reports)
{
    EXPECT_THROW(check_report_output(parsed({"--format", "sarif,junit"})), UsageError);
    World world;
    std::ofstream(world.folder / "file") << "x";
    auto output = parsed({"--format", "sarif,junit"});
    output.out = world.folder / "file";
    EXPECT_EQ(
        complaint(output),
        fmt::format("--out {}: that is a file, and 2 reports need a folder; name a folder", output.out));
    output.out_from = "postern.toml";
    EXPECT_THAT(complaint(output),
                StartsWith(fmt::format("postern.toml: 'out' is {}: that is a file", output.out)));
    EXPECT_EQ(contents(world.folder / "file"), "x");
    output.out = world.folder / "file" / "below";
    EXPECT_THAT(complaint(output), HasSubstr("it cannot be made: Not a directory; name another"));
}

TEST(ReportOptions, know_the_catalogues_by_name_and_year)
{
    EXPECT_EQ(parsed({}).catalogue, &report::newest_catalogue());
    EXPECT_EQ(parsed({"--catalogue", "2020"}).catalogue->version, "marketplace-2020");
    EXPECT_EQ(parsed({"--catalogue", "marketplace-2023"}).catalogue->version, "marketplace-2023");
    EXPECT_THROW(parsed({"--catalogue", "2021"}), CLI::ParseError);
}

TEST(DeliverReport, gives_the_status_of_the_report)
{
    World world;
    auto incomplete = a_report();
    incomplete.complete = false;
    EXPECT_EQ(deliver_report(incomplete, {}, world.environment), exit_incomplete);
}

TEST(DeliverReport, says_at_a_terminal_where_the_report_is)
{
    World world;
    auto const file = world.folder / "report.html";
    ReportOutput const output{.formats = {ReportFormat::html}, .out = file};
    EXPECT_EQ(deliver_report(a_report(), output, world.environment), exit_ok);
    EXPECT_EQ(world.err.str(), "") << "a program that reads it is not told";
    world.environment.err_stream = Stream::terminal;
    EXPECT_EQ(deliver_report(a_report(), output, world.environment), exit_ok);
    EXPECT_EQ(world.err.str(), "Wrote the html report: " + file.string() + "\n");
    EXPECT_EQ(world.out.str(), "");
}

TEST(DeliverReport, says_what_it_could_not_write)
{
    World world;
    EXPECT_EQ(deliver_report(a_report(), {.out = world.folder / "gone" / "report.json"}, world.environment),
              exit_internal);
    EXPECT_THAT(world.err.str(), StartsWith("postern: cannot write "));
    EXPECT_THAT(world.err.str(),
                HasSubstr("gone/report.json: No such file or directory; make its folder first"));
    EXPECT_THAT(world.out.str(), StartsWith("Postern ")); // the other report is given all the same

    World broken;
    broken.out.setstate(std::ios::badbit);
    EXPECT_EQ(deliver_report(a_report(), {}, broken.environment), exit_internal);
    EXPECT_EQ(broken.err.str(),
              "postern: cannot write the report to standard output; see what takes it, or give --out FILE\n");
}

TEST(CheckReportOutput, refuses_what_cannot_work_before_the_scan)
{
    World world;
    EXPECT_EQ(complaint({}), "");
    EXPECT_EQ(complaint({.out = world.folder / "report.json"}), "");
    EXPECT_EQ(complaint({.out = "report.json"}), "");
    EXPECT_EQ(complaint({.formats = {Format::terminal, Format::json}}),
              "two reports cannot share standard output; give --out FILE for the JSON report");
    EXPECT_THAT(complaint({.out = world.folder / "gone" / "report.json"}), HasSubstr("there is no folder"));
    EXPECT_THAT(complaint({.out = world.folder}), HasSubstr("that is a folder"));
}

struct StyleRow {
    char const* sentence;
    Stream stream;
    std::map<std::string, std::string> variables;
    ReportOutput::ColourWish wish;
    report::Colour colour;
};

TEST(TerminalStyle, has_colour_where_it_is_wanted_and_possible)
{
    using report::Colour;
    using Wish = ReportOutput::ColourWish;
    std::map<std::string, std::string> const forced_but_dumb{{"FORCE_COLOR", "1"}, {"TERM", "dumb"}};
    std::map<std::string, std::string> const forced_but_unwanted{{"NO_COLOR", "1"}, {"FORCE_COLOR", "1"}};
    std::vector<StyleRow> const rows{
        {"a terminal", Stream::terminal, {}, Wish::as_environment, Colour::on},
        {"a pipe", Stream::plain, {}, Wish::as_environment, Colour::off},
        {"--no-color", Stream::terminal, {{"FORCE_COLOR", "1"}}, Wish::off, Colour::off},
        {"NO_COLOR", Stream::terminal, forced_but_unwanted, Wish::as_environment, Colour::off},
        {"NO_COLOR that is empty", Stream::terminal, {{"NO_COLOR", ""}}, Wish::as_environment, Colour::on},
        {"a dumb terminal", Stream::terminal, {{"TERM", "dumb"}}, Wish::as_environment, Colour::off},
        {"FORCE_COLOR in a pipe", Stream::plain, forced_but_dumb, Wish::as_environment, Colour::on},
        {"FORCE_COLOR=0 on a terminal",
         Stream::terminal,
         {{"FORCE_COLOR", "0"}},
         Wish::as_environment,
         Colour::off},
    };
    for (auto const& row : rows) {
        World world;
        world.variables = row.variables;
        world.environment.out_stream = row.stream;
        EXPECT_EQ(terminal_style({.colour = row.wish}, world.environment).colour, row.colour) << row.sentence;
    }
}

TEST(TerminalStyle, follows_the_locale_and_the_width)
{
    using report::Characters;
    World world;
    auto const style = [&](std::map<std::string, std::string> variables) {
        world.variables = std::move(variables);
        return terminal_style({}, world.environment);
    };
    EXPECT_EQ(style({}).characters, Characters::ascii);
    EXPECT_EQ(style({{"LANG", "de_DE.UTF-8"}}).characters, Characters::utf8);
    EXPECT_EQ(style({{"LANG", "de_DE.utf8"}, {"LC_ALL", "C"}}).characters, Characters::ascii);
    EXPECT_EQ(style({{"LANG", "C"}, {"LC_ALL", ""}, {"LC_CTYPE", "C.UTF-8"}}).characters, Characters::utf8);
    EXPECT_EQ(style({}).width_columns, 80);
    EXPECT_EQ(style({{"COLUMNS", "120"}}).width_columns, 120);
    EXPECT_EQ(style({{"COLUMNS", "7"}}).width_columns, report::terminal_columns_min);
    EXPECT_EQ(style({{"COLUMNS", "12x"}}).width_columns, 80);
    EXPECT_EQ(style({{"COLUMNS", "99999999999"}}).width_columns, 80);
    world.environment.columns = 60;
    EXPECT_EQ(style({}).width_columns, 60);
    EXPECT_EQ(style({{"COLUMNS", "120"}}).width_columns, 120);
    EXPECT_EQ(style({{"COLUMNS", "0"}}).width_columns, 60);
    world.variables = {};
    ReportOutput const to_file{.formats = {Format::terminal}, .out = "report.txt"};
    EXPECT_EQ(terminal_style(to_file, world.environment).width_columns, 80);
}

auto const hello = [](std::ostream& out) { out << "hello"; };

TEST(WriteFile, replaces_the_whole_file_for_its_owner_only)
{
    World world;
    auto const path = world.folder / "report.json";
    std::ofstream(path) << "something longer that was there";
    ASSERT_TRUE(write_file(path, hello));
    EXPECT_EQ(contents(path), "hello");
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
    EXPECT_EQ(std::distance(fs::directory_iterator(world.folder), {}), 1) << "nothing else is left";
}

TEST(WriteFile, leaves_a_file_that_is_no_secret_to_its_readers)
{
    World world;
    auto const mode_of = [](fs::path const& path) {
        return static_cast<unsigned>(fs::status(path).permissions() & fs::perms::all);
    };
    auto const path = world.folder / "postern.toml";
    std::ofstream(path) << "old";
    fs::permissions(path, fs::perms(0664));
    ASSERT_TRUE(write_file(path, hello, FileAccess::as_before));
    EXPECT_EQ(contents(path), "hello");
    EXPECT_EQ(mode_of(path), 0664u);
    std::ofstream(world.folder / "by hand") << "new";
    ASSERT_TRUE(write_file(world.folder / "new.toml", hello, FileAccess::as_before));
    EXPECT_EQ(mode_of(world.folder / "new.toml"), mode_of(world.folder / "by hand"));
}

std::sig_atomic_t volatile interrupted = 0;

TEST(WriteFile, is_interrupted_only_when_the_file_is_there_in_full)
{
    World world;
    auto const path = world.folder / "report.json";
    auto* const before = std::signal(SIGINT, [](int) { interrupted = 1; });
    auto const written = write_file(path, [](std::ostream& out) {
        out << "first half, ";
        ::raise(SIGINT);
        EXPECT_EQ(interrupted, 0);
        out << "second half";
    });
    EXPECT_EQ(interrupted, 1);
    std::signal(SIGINT, before);
    EXPECT_TRUE(written);
    std::ifstream file(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator(file), {}), "first half, second half");
}

TEST(WriteFile, leaves_the_old_file_where_writing_fails)
{
    World world;
    auto const path = world.folder / "report.json";
    std::ofstream(path) << "old";
    auto const done = write_file(path, [](std::ostream& out) {
        out << "half";
        out.setstate(std::ios::badbit);
    });
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error(), StartsWith("cannot write " + path.string() + ": "));
    EXPECT_EQ(contents(path), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(world.folder), {}), 1) << "nothing else is left";
}

TEST(WriteFile, follows_a_link_and_writes_into_what_is_no_file)
{
    World world;
    auto const path = world.folder / "report.json";
    std::ofstream(path) << "old";
    fs::create_symlink(path, world.folder / "link");
    ASSERT_TRUE(write_file(world.folder / "link", hello));
    EXPECT_TRUE(fs::is_symlink(world.folder / "link"));
    EXPECT_EQ(contents(path), "hello");
    EXPECT_TRUE(write_file("/dev/null", hello));
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    EXPECT_FALSE(write_file(world.folder, hello));
}

} // namespace
} // namespace postern::cli
