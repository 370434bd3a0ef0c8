#include "cli/command.hpp"
#include "cli/judgement.hpp"
#include "cli/output_file.hpp"
#include "cli/plan_output.hpp"
#include "cli/progress.hpp"
#include "cli/proxy_choice.hpp"
#include "cli/report_output.hpp"
#include "cli/scan_options.hpp"
#include "cli/user_token.hpp"
#include "evidence/json.hpp"
#include "platform/connect/connect_platform.hpp"
#include "scan/descriptor_source.hpp"
#include "scan/gather.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <csignal>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

namespace postern::cli {
namespace {

namespace asio = boost::asio;

struct ScanCall {
    ScanOptions options;
    ReportOutput output;
    ProjectChoice project;
    Judgement judgement;
};

net::Deadline deadline_of(ScanOptions const& options)
{
    using Seconds = std::chrono::duration<double>;
    return std::chrono::steady_clock::now() +
           std::chrono::ceil<std::chrono::steady_clock::duration>(Seconds(options.deadline_seconds));
}

// Runs `task` to its end on this thread. The first interruption calls `stop`, so that the task ends soon and
// what it has is kept; a second one ends the program at once.
template <typename Result>
Result run(asio::io_context& io, std::function<void()> const& stop, asio::awaitable<Result> task)
{
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code const& error, int) {
        if (error)
            return;
        signals.clear();
        stop();
    });
    std::exception_ptr failure;
    std::optional<Result> result;
    asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown, Result value) {
        failure = thrown;
        result.emplace(std::move(value));
        signals.cancel();
    });
    io.restart();
    io.run();
    if (failure)
        std::rethrow_exception(failure);
    return std::move(*result);
}

scan::SourceText descriptor_text(ScanCall const& call, asio::io_context& io, net::Deadline deadline,
                                 Environment& environment)
{
    auto const& descriptor = call.options.descriptor;
    if (descriptor == "-")
        return scan::read_descriptor_stream(environment.in, "standard input");
    if (!is_address(descriptor))
        return scan::read_descriptor_file(descriptor);
    net::Client client(io.get_executor(), client_options(call.options, scan::descriptor_text_max_bytes + 1));
    return run<scan::SourceText>(
        io, [&] { client.stop(); }, scan::fetch_descriptor(client, descriptor, deadline));
}

// "atlassian-connect.json:12:5: what is wrong (/modules/x); what to do"
std::string in_words(std::string const& name, platform::DescriptorError const& error)
{
    auto text = name;
    if (error.position)
        text += fmt::format(":{}:{}", error.position->line, error.position->column);
    text += ": " + error.message;
    if (!error.pointer.empty() && !error.message.contains(error.pointer))
        text += fmt::format(" ({})", error.pointer);
    if (!error.remedy.empty())
        text += "; " + error.remedy;
    return text;
}

int complain(Environment& environment, std::string const& message, int status)
{
    // A target's text may be part of the message.
    environment.err << "postern: " << report::printable(message, report::Characters::utf8) << '\n';
    return status;
}

void check_plan_format(ScanCall const& call)
{
    for (auto const format : call.output.formats)
        if (format != ReportFormat::terminal && format != ReportFormat::json)
            throw UsageError{fmt::format("--plan --format {}: a plan is no report; use terminal or json",
                                         file_format(format).name)};
}

int show_plan(scan::Plan const& plan, ScanCall const& call, Environment& environment)
{
    auto const json =
        std::ranges::find(call.output.formats, ReportOutput::Format::json) != call.output.formats.end();
    auto const write = [&](std::ostream& out) {
        if (json)
            write_plan_json(plan, out);
        else
            write_plan_table(plan, terminal_style(call.output, environment), out);
    };
    if (call.output.out.empty() || call.output.out == "-") {
        write(environment.out);
        environment.out.flush();
        return environment.out ? exit_ok : complain(environment, "cannot write the plan", exit_internal);
    }
    auto const written = write_file(call.output.out, write);
    return written ? exit_ok : complain(environment, written.error(), exit_internal);
}

Redactor redactor_of(std::optional<std::string> const& user_token)
{
    std::vector<Secret> secrets;
    if (user_token) {
        secrets.push_back({std::string(user_token_words), *user_token});
        // Alone it completes the rest, which is easily guessed or shown elsewhere.
        auto const signature = user_token->substr(user_token->rfind('.') + 1);
        if (signature.size() >= secret_min_bytes)
            secrets.push_back({"signature of the user token", signature});
    }
    auto redactor = Redactor::make(std::move(secrets));
    if (!redactor)
        throw UsageError{fmt::format("--user-jwt-file: {}", describe(redactor.error()))};
    return *std::move(redactor);
}

// The report is given even where the evidence could not be kept: a scan takes long, and is not repeated
// lightly.
int conclude(evidence::Evidence const& evidence, ScanCall const& call, Environment& environment)
{
    std::expected<void, std::string> saved;
    if (!call.options.evidence_file.empty())
        saved = write_file(call.options.evidence_file,
                           [&](std::ostream& out) { evidence::write_json(evidence, out); });
    auto const report = judge(evidence, call.judgement, environment);
    auto const status = deliver_report(report, call.output, environment);
    return saved ? status : complain(environment, saved.error(), exit_internal);
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

int scan(ScanCall& call, CLI::App& command, Environment& environment)
{
    call.judgement = prepare_judgement(call.project, call.output, command, environment);
    if (call.options.mode == ScanOptions::Mode::plan_only)
        check_plan_format(call);
    check_report_output(call.output);
    check_scan_options(call.options);
    check_files(call);
    std::optional<std::string> user_token;
    if (!call.options.user_token_file.empty())
        user_token = read_user_token(call.options.user_token_file, environment);
    auto const redactor = redactor_of(user_token);
    auto const deadline = deadline_of(call.options);
    auto const& name = call.options.descriptor;
    platform::connect::ConnectPlatform const platform;

    asio::io_context io(1);
    auto const text = descriptor_text(call, io, deadline, environment);
    if (!text) {
        if (text.error().kind == scan::SourceError::Kind::unusable)
            return complain(environment, text.error().message, exit_usage);
        complain(environment, text.error().message, exit_incomplete);
        if (call.options.mode == ScanOptions::Mode::plan_only)
            return exit_incomplete;
        evidence::Target const target{.platform = std::string(platform.name()), .descriptor = name};
        return conclude(
            scan::nothing_seen(POSTERN_VERSION, target, environment.clock.now(), text.error().message), call,
            environment);
    }
    std::optional<http::Url> base_url;
    if (!call.options.base_url.empty())
        base_url = *http::parse_url(call.options.base_url);
    auto app = platform.read_descriptor(*text, base_url);
    if (!app)
        return complain(environment, in_words(name, app.error()), exit_usage);

    auto plan =
        scan::make_plan({.platform = platform,
                         .app = *std::move(app),
                         .descriptor = name,
                         .user_token = user_token,
                         .exposed_paths = call.options.exposed_paths,
                         .now = environment.clock.now(),
                         .through_a_proxy =
                             [&](evidence::Host const& host) {
                                 return goes_through_proxy(host, call.options.proxy, environment.variable);
                             }},
                        environment.random);
    if (call.options.mode == ScanOptions::Mode::plan_only)
        return show_plan(plan, call, environment);

    net::Client client(io.get_executor(), client_options(call.options, plan.body_max_bytes()));
    net::TlsObserver tls_observer(io.get_executor(), environment.clock, environment.random,
                                  observer_options(call.options));
    auto const stop = [&] {
        client.stop();
        tls_observer.stop();
    };
    ProgressLine progress(environment, call.output.verbosity == ReportOutput::Verbosity::quiet
                                           ? ProgressLine::Wish::hidden
                                           : ProgressLine::Wish::shown);
    auto target = scan::target_of(platform, plan.app, name);
    auto const evidence = run<evidence::Evidence>(
        io, stop,
        scan::gather(std::move(plan), {.client = client,
                                       .tls_observer = tls_observer,
                                       .clock = environment.clock,
                                       .redactor = redactor,
                                       .deadline = deadline,
                                       .at_once = call.options.concurrency,
                                       .on_progress = [&](scan::Progress const& now) { progress.show(now); },
                                       .tool_version = POSTERN_VERSION,
                                       .target = std::move(target)}));
    progress.clear();
    return conclude(evidence, call, environment);
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
                   "\nScan only apps that you may test. Exit status: 0 nothing worse than warnings, 1 a "
                   "requirement fails, 2 warnings with --fail-on warn, 3 the scan was incomplete, 64 wrong "
                   "usage or a descriptor that cannot be used.");
    command.callback([call, &command, &chosen] {
        chosen = [call, &command](Environment& environment) { return scan(*call, command, environment); };
    });
}

} // namespace postern::cli
