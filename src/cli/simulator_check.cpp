#include "cli/log.hpp"
#include "cli/simulator_options.hpp"
#include "report/screen.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string_view>

namespace postern::cli {
namespace {

namespace asio = boost::asio;

constexpr std::size_t module_shown_max_bytes = 34; // a line of the table has at most 80 columns

struct Checked {
    std::vector<simulator::LifecycleResult> installs;
    std::vector<simulator::PageCheck> pages;
};

asio::awaitable<Checked> check(simulator::Simulator& simulator, std::string url, simulator::OnPage on_page)
{
    Checked checked;
    auto installing = simulator.install_everywhere(std::move(url));
    checked.installs = co_await std::move(installing);
    auto checking = simulator.check_pages(std::move(on_page));
    checked.pages = co_await std::move(checking);
    co_return checked;
}

// A module's id for a line on a terminal; it is the descriptor's text.
std::string shown(std::string const& module)
{
    auto text = report::printable(module, report::Characters::ascii);
    if (text.size() > module_shown_max_bytes)
        text = text.substr(0, module_shown_max_bytes - 3) + "...";
    return text;
}

// A page that never is opened late may refuse a late token as it likes.
bool is_beside_the_point(simulator::PageCheck const& page)
{
    using simulator::PageOutcome;
    return !page.can_open_late && page.late != PageOutcome::not_asked && page.late != PageOutcome::renders &&
           page.late != PageOutcome::open;
}

std::string late_word(simulator::PageCheck const& page)
{
    return fmt::format(fmt::runtime(is_beside_the_point(page) ? "({})" : "{}"), name(page.late));
}

void print_table(std::vector<simulator::PageCheck> const& pages, std::ostream& out)
{
    std::size_t width = std::string_view("Page").size();
    for (auto const& page : pages)
        width = std::max(width, shown(page.module).size());
    out << fmt::format("{:{}}  {:<8} {:<10} {:<12} {}\n", "Page", width, "Site", "Fresh", "Late", "Foreign");
    for (auto const& page : pages)
        out << fmt::format("{:{}}  {:<8} {:<10} {:<12} {}\n", shown(page.module), width, page.site,
                           name(page.fresh), late_word(page), name(page.foreign));
}

// What else the words of the table ask for.
void print_hints(std::vector<simulator::PageCheck> const& pages, report::Screen& screen)
{
    using simulator::PageOutcome;
    auto const hint = [&](auto matches, std::string_view sentence) {
        auto const count = std::ranges::count_if(pages, matches);
        if (count == 0)
            return;
        screen.blank();
        screen.text(0, fmt::format("{} {}", count, sentence));
    };
    hint(&simulator::PageCheck::differs,
         "unclear: where it says \"differs\", the app answered with another page than a fresh token gets, or "
         "refused with a page whose scripts could not all be read; look at it in a browser");
    hint(&simulator::PageCheck::foreign_is_unknown,
         "unclear: whether another tenant gets in is not known. A refusal is an answer of 401 or 403 (400 "
         "and 404 count too); where it says \"-\", the fixture has no second site to ask as");
    hint([](auto const& page) { return page.late == PageOutcome::open; },
         "open to anybody, without a token: `postern scan` tells whether they are empty shells or leaks");
    hint(is_beside_the_point,
         "in brackets: they come with the product's page and a token that is fresh then, "
         "so that it is right to refuse a late one");
}

// What is wrong, each thing once, with the pages that it is true of and their sites.
void print_problems(std::vector<simulator::PageCheck> const& pages, report::Screen& screen)
{
    using Sites = std::vector<std::string>;
    std::map<std::string, std::map<std::string, Sites>> problems;
    for (auto const& page : pages)
        if (page.broken())
            problems[page.problem()][page.module].push_back(page.site);
    for (auto const& [problem, modules] : problems) {
        screen.blank();
        screen.text(0, problem);
        for (auto const& [module, sites] : modules)
            screen.text(2, fmt::format("{} at {}", module, fmt::join(sites, ", ")));
    }
}

// Why a module was asked for at no site, with each one that this is true of.
using NotLookedAt = std::map<std::string, std::set<std::string>>;

NotLookedAt not_looked_at(std::vector<simulator::PageCheck> const& pages)
{
    std::set<std::string_view> asked;
    for (auto const& page : pages)
        if (page.fresh != simulator::PageOutcome::not_asked)
            asked.insert(page.module);
    NotLookedAt reasons;
    for (auto const& page : pages)
        if (page.fresh == simulator::PageOutcome::not_asked && !asked.contains(page.module))
            reasons[page.not_looked_at].insert(page.module);
    return reasons;
}

void print_not_looked_at(NotLookedAt const& reasons, report::Screen& screen)
{
    for (auto const& [reason, modules] : reasons) {
        screen.blank();
        screen.text(0, "Not looked at: " + reason);
        for (auto const& module : modules)
            screen.text(2, module);
    }
}

int tell(simulator::Simulator const& simulator, Checked const& checked, Environment& environment)
{
    bool installed = true;
    for (std::size_t i = 0; i < checked.installs.size(); ++i) {
        tell_install(simulator.tenants()[i], checked.installs[i], environment);
        installed = installed && checked.installs[i].outcome == simulator::LifecycleResult::Outcome::done;
    }
    if (!installed)
        return exit_incomplete;
    environment.out << '\n';
    print_table(checked.pages, environment.out);
    auto const broken = std::ranges::count_if(checked.pages, &simulator::PageCheck::broken);
    environment.out << fmt::format("\n{} of {} pages broken\n", broken, checked.pages.size());
    report::Screen screen(environment.out, {.width_columns = environment.columns.value_or(80)});
    print_problems(checked.pages, screen);
    print_hints(checked.pages, screen);
    auto const passed_over = not_looked_at(checked.pages);
    print_not_looked_at(passed_over, screen);
    auto const nothing_asked = std::ranges::all_of(
        checked.pages, [](auto const& page) { return page.fresh == simulator::PageOutcome::not_asked; });
    if (nothing_asked)
        log_problem(environment, "the app has no page that a simulated site shows; nothing was looked at");
    if (broken > 0)
        return exit_failed;
    auto const unclear = std::ranges::any_of(checked.pages, &simulator::PageCheck::unclear);
    return nothing_asked || !passed_over.empty() || unclear ? exit_incomplete : exit_ok;
}

int check_command(SimulatorOptions const& options, Environment& environment)
{
    auto const sites = play_sites(options, environment);
    if (!sites) {
        log_problem(environment, sites.error());
        return exit_incomplete;
    }
    auto& io = (*sites)->io;
    auto& simulator = *(*sites)->simulator;
    enum class End { by_itself, interrupted } end = End::by_itself;
    std::string asked; // the page that is waited for
    auto const on_page = [&](std::string const& module, std::string const& site) {
        if (end == End::interrupted)
            return;
        asked = fmt::format("{} at {}", shown(module), site);
        if (environment.err_stream == Stream::terminal)
            environment.err << fmt::format("\r\x1b[KAsking for {}", asked) << std::flush;
    };
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code const& error, int) {
        if (error)
            return;
        end = End::interrupted;
        (*sites)->client.stop(); // what is asked for ends at once, and with it the check
    });
    Checked checked;
    std::exception_ptr failure;
    asio::co_spawn(io, check(simulator, options.app, on_page), [&](std::exception_ptr error, Checked result) {
        failure = error;
        checked = std::move(result);
        io.stop();
    });
    io.run();
    if (environment.err_stream == Stream::terminal)
        environment.err << "\r\x1b[K" << std::flush;
    if (failure)
        std::rethrow_exception(failure);
    if (end == End::interrupted) {
        log_problem(
            environment,
            asked.empty()
                ? "interrupted before the app was installed; nothing is said of it"
                : fmt::format("interrupted while it waited for {}; nothing is said of the app", asked));
        return exit_incomplete;
    }
    return tell(simulator, checked, environment);
}

} // namespace

void add_simulator_check(CLI::App& command, Chosen& chosen)
{
    auto options = std::make_shared<SimulatorOptions>();
    options->memory = Memory::ephemeral;
    options->app_word = "descriptor";
    auto& check = *command.add_subcommand(
        "check", "Ask for every page fresh, late and as another tenant, without a browser");
    check.add_option("descriptor", options->app, "Address of the app's descriptor")
        ->type_name("URL")
        ->check(not_empty())
        ->required();
    add_site_options(check, *options);
    check.footer(
        "The app must take the keys of installs from this key server: see docs/guides/simulator.md.\n"
        "\nExit status: 0 every page renders, and late too if it can be late; 1 a page is broken; 3 the "
        "sites "
        "cannot listen, the app could not be installed or has no page, or a page is unclear or was not "
        "looked at; 64 wrong usage.\n"
        "\nExamples:\n"
        "  postern simulator check http://localhost:3000/atlassian-connect.json");
    check.callback([options, &chosen] {
        chosen = [options](Environment& environment) { return check_command(*options, environment); };
    });
}

} // namespace postern::cli
