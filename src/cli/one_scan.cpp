#include "cli/one_scan.hpp"

#include "cli/log.hpp"
#include "cli/output_file.hpp"
#include "cli/plan_output.hpp"
#include "cli/progress.hpp"
#include "cli/proxy_choice.hpp"
#include "cli/scan_log.hpp"
#include "cli/user_token.hpp"
#include "evidence/json.hpp"
#include "net/descriptor_source.hpp"
#include "platform/connect/connect_platform.hpp"
#include "scan/gather.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <expected>
#include <functional>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

namespace postern::cli {
namespace {

namespace asio = boost::asio;

net::Deadline deadline_of(ScanOptions const& options)
{
    using Seconds = std::chrono::duration<double>;
    return std::chrono::steady_clock::now() +
           std::chrono::ceil<std::chrono::steady_clock::duration>(Seconds(options.deadline_seconds));
}

bool is_ignored(int signal)
{
    struct sigaction action{};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

// Where a scan runs: on this thread, until it ends or somebody interrupts it.
class Loop {
public:
    // Runs `task` to its end. The first interruption calls `stop`, so that the task ends soon and what it has
    // is kept; a second one ends the program at once.
    template <typename Result>
    Result run(std::function<void()> const& stop, asio::awaitable<Result> task)
    {
        asio::signal_set signals(io_, SIGINT, SIGTERM);
        if (!is_ignored(SIGHUP)) // as nohup(1) asks for
            signals.add(SIGHUP);
        signals.async_wait([&](boost::system::error_code const& error, int) {
            if (error)
                return;
            signals.clear();
            end_ = Scanned::End::interrupted;
            stop();
        });
        std::exception_ptr failure;
        std::optional<Result> result;
        asio::co_spawn(io_, std::move(task), [&](std::exception_ptr thrown, Result value) {
            failure = thrown;
            result.emplace(std::move(value));
            signals.cancel();
        });
        io_.restart();
        io_.run();
        if (failure)
            std::rethrow_exception(failure);
        return std::move(*result);
    }

    [[nodiscard]] asio::any_io_executor executor() { return io_.get_executor(); }
    [[nodiscard]] Scanned::End end() const { return end_; }

private:
    asio::io_context io_{1};
    Scanned::End end_ = Scanned::End::by_itself;
};

net::SourceText descriptor_text(ScanCall const& call, Loop& loop, net::Deadline deadline,
                                Environment& environment)
{
    auto const& descriptor = call.options.descriptor;
    if (descriptor == "-")
        return net::read_descriptor_stream(environment.in, "standard input");
    if (!is_address(descriptor))
        return net::read_descriptor_file(descriptor);
    net::Client client(loop.executor(), client_options(call.options, net::descriptor_text_max_bytes + 1));
    return loop.run<net::SourceText>([&] { client.stop(); },
                                     net::fetch_descriptor(client, descriptor, deadline));
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
    if (error.kind == platform::DescriptorError::Kind::without_base_url)
        text += ", or the app's address with --base-url";
    return text;
}

std::string in_words(net::SourceError const& error)
{
    auto remedy = error.remedy;
    if (error.cause == net::SourceError::Cause::status)
        remedy += ", or give a local copy and --base-url";
    else if (error.cause == net::SourceError::Cause::untrusted)
        remedy = "trust its certificate with --ca-file FILE, do without the check with --insecure, or try "
                 "http:// if nothing speaks TLS there";
    return remedy.empty() ? error.message : fmt::format("{}; {}", error.message, remedy);
}

int complain(Environment& environment, std::string const& message, int status)
{
    log_problem(environment, message);
    return status;
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
        return environment.out
                   ? exit_ok
                   : complain(
                         environment,
                         "cannot write the plan to standard output; see what takes it, or give --out FILE",
                         exit_internal);
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
    log_scan_finished(environment, report, status);
    return saved ? status : complain(environment, saved.error(), exit_internal);
}

// It would run into the lines of a log.
ProgressLine::Wish progress_wish(ReportOutput const& output)
{
    return output.verbosity == ReportOutput::Verbosity::normal && output.log_format == LogStyle::Format::text
               ? ProgressLine::Wish::shown
               : ProgressLine::Wish::hidden;
}

int scan(ScanCall const& call, Loop& loop, Environment& environment)
{
    std::optional<std::string> user_token;
    if (!call.options.user_token_file.empty())
        user_token = read_user_token(call.options.user_token_file, environment);
    auto const redactor = redactor_of(user_token);
    auto const deadline = deadline_of(call.options);
    auto const& name = call.options.descriptor;
    platform::connect::ConnectPlatform const platform;

    auto const text = descriptor_text(call, loop, deadline, environment);
    if (!text) {
        auto const message = in_words(text.error());
        if (text.error().kind == net::SourceError::Kind::unusable)
            return complain(environment, message, exit_usage);
        complain(environment, message, exit_incomplete);
        if (call.options.mode == ScanOptions::Mode::plan_only)
            return exit_incomplete;
        evidence::Target const target{.platform = std::string(platform.name()), .descriptor = name};
        return conclude(scan::nothing_seen(POSTERN_VERSION, target, environment.clock.now(), message), call,
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

    log_scan_started(environment, name, plan);
    net::Client client(loop.executor(), client_options(call.options, plan.body_max_bytes()));
    net::TlsObserver tls_observer(loop.executor(), environment.clock, environment.random,
                                  observer_options(call.options));
    net::DnsResolver dns_resolver(loop.executor(), {.servers = call.options.dns_server});
    auto const stop = [&] {
        client.stop();
        tls_observer.stop();
        dns_resolver.stop();
    };
    ProgressLine progress(environment, progress_wish(call.output));
    auto target = scan::target_of(platform, plan.app, name);
    if (call.options.certificate_check == net::CertificateCheck::skipped)
        target.certificates = evidence::Target::Certificates::not_checked;
    auto const evidence = loop.run<evidence::Evidence>(
        stop, scan::gather(std::move(plan),
                           {.client = client,
                            .tls_observer = tls_observer,
                            .dns_resolver = dns_resolver,
                            .clock = environment.clock,
                            .redactor = redactor,
                            .deadline = deadline,
                            .at_once = call.options.concurrency,
                            .on_progress = [&](scan::Progress const& now) { progress.show(now); },
                            .on_exchange =
                                [&](http::Exchange const& exchange) { log_exchange(environment, exchange); },
                            .tool_version = POSTERN_VERSION,
                            .target = std::move(target)}));
    progress.clear();
    return conclude(evidence, call, environment);
}

} // namespace

Scanned scan_one(ScanCall const& call, Environment& environment)
{
    Loop loop;
    auto const status = scan(call, loop, environment);
    return {.status = status, .end = loop.end()};
}

} // namespace postern::cli
