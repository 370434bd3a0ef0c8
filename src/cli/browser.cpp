#include "cli/browser.hpp"

#include "base/assert.hpp"
#include "base/free_with.hpp"

#define BOOST_PROCESS_USE_STD_FS
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/group.hpp>
#include <boost/process/handles.hpp>
#include <boost/process/io.hpp>
#include <boost/process/pipe.hpp>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace postern::cli {
namespace {

namespace process = boost::process;

constexpr auto names = std::to_array<std::string_view>(
    {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"});

constexpr std::chrono::seconds end_patience{3};
constexpr std::chrono::milliseconds look_again{20};

constexpr int none = -1;                // for the number of a file
constexpr int pipe_bytes = 1024 * 1024; // it is read now and then only, and whoever fills it waits
constexpr std::size_t written_kept_max_bytes = 8192;
constexpr std::size_t last_words_max_bytes = 300;
constexpr std::size_t last_words_max_lines = 2; // Chromium says why, and then that it ends

// The end that a child writes to, for it alone; the other one is read without waiting. (As a file:
// limit_handles closes a pipe of Boost.Process.)
std::unique_ptr<std::FILE, FreeWith<std::fclose>> sink_of(process::pipe& pipe)
{
    ::fcntl(pipe.native_source(), F_SETFD, FD_CLOEXEC);
    ::fcntl(pipe.native_source(), F_SETFL, O_NONBLOCK);
    ::fcntl(pipe.native_source(), F_SETPIPE_SZ, pipe_bytes);
    ::fcntl(pipe.native_sink(), F_SETFD, FD_CLOEXEC);
    std::unique_ptr<std::FILE, FreeWith<std::fclose>> sink(::fdopen(pipe.native_sink(), "w"));
    POSTERN_ASSERT(sink, "a pipe can be a file");
    pipe.assign_sink(none);
    return sink;
}

// What is in the pipe by now; only the end of it is kept.
void read_into(std::string& written, process::pipe const& pipe)
{
    std::array<char, 4096> part{};
    for (;;) {
        auto const size = ::read(pipe.native_source(), part.data(), part.size());
        if (size <= 0)
            return;
        written.append(part.data(), static_cast<std::size_t>(size));
        if (written.size() > written_kept_max_bytes)
            written.erase(0, written.size() - written_kept_max_bytes);
    }
}

// "[25933:25933:1129/085433.944464:ERROR:ui/aura/env.cc:253] The platform failed" without its place.
std::string_view without_place(std::string_view line)
{
    auto const end = line.starts_with('[') ? line.find("] ") : std::string_view::npos;
    return end == std::string_view::npos ? line : line.substr(end + 2);
}

// The last lines of a text that start so, in one and without their places.
std::string last_of(std::string_view text, std::string_view start)
{
    std::string all;
    for (std::size_t lines = 0; lines < last_words_max_lines && !text.empty();) {
        auto const end = text.rfind('\n');
        auto const line = end == std::string_view::npos ? text : text.substr(end + 1);
        text = end == std::string_view::npos ? std::string_view() : text.substr(0, end);
        if (line.empty() || !line.starts_with(start))
            continue;
        all =
            all.empty() ? std::string(without_place(line)) : fmt::format("{}; {}", without_place(line), all);
        ++lines;
    }
    return all.substr(0, last_words_max_bytes);
}

bool is_program(std::filesystem::path const& path)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

// Profiles are named after the process that made them: postern-browser-PID-XXXXXX.
constexpr std::string_view profile_prefix = "postern-browser-";

bool is_left_behind(std::filesystem::path const& profile)
{
    auto const name = profile.filename().string();
    struct stat found{};
    if (!name.starts_with(profile_prefix) || ::lstat(profile.c_str(), &found) != 0 ||
        !S_ISDIR(found.st_mode) || found.st_uid != ::geteuid())
        return false;
    pid_t maker = 0;
    auto const* const from = name.data() + profile_prefix.size();
    auto const [end, failed] = std::from_chars(from, name.data() + name.size(), maker);
    return failed == std::errc() && maker > 0 && *end == '-' && ::kill(maker, 0) != 0 && errno == ESRCH;
}

void remove_what_was_left(std::filesystem::path const& folder)
{
    std::error_code ignored;
    std::vector<std::filesystem::path> left;
    for (auto const& entry : std::filesystem::directory_iterator(folder, ignored))
        if (is_left_behind(entry.path()))
            left.push_back(entry.path());
    for (auto const& profile : left)
        std::filesystem::remove_all(profile, ignored);
}

// Asks nothing of the internet by itself, and leaves the person's own profile alone.
std::vector<std::string> arguments_for(std::filesystem::path const& profile, StandIn const& stand_in,
                                       std::string const& url)
{
    return {
        "--user-data-dir=" + profile.string(),
        fmt::format("--host-resolver-rules=MAP {}:443 127.0.0.1:{}", stand_in.host, stand_in.port),
        "--ignore-certificate-errors-spki-list=" + stand_in.key_pin,
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--disable-sync",
        "--no-pings",
        "--new-window",
        url,
    };
}

// Leaves it to be waited for.
bool has_ended(pid_t process)
{
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == process;
}

} // namespace

std::expected<std::filesystem::path, std::string> find_browser(std::string const& named,
                                                               std::string_view search_path)
{
    if (named.contains('/'))
        return is_program(named) ? std::expected<std::filesystem::path, std::string>(named)
                                 : std::unexpected(named + " is no program that can be run");
    while (!search_path.empty()) {
        auto const end = search_path.find(':');
        std::filesystem::path const folder(search_path.substr(0, end));
        search_path = end == std::string_view::npos ? std::string_view() : search_path.substr(end + 1);
        if (!folder.is_absolute())
            continue;
        if (!named.empty() && is_program(folder / named))
            return folder / named;
        if (named.empty())
            for (auto const name : names)
                if (is_program(folder / name))
                    return folder / name;
    }
    return std::unexpected(named.empty() ? std::string("no Chromium and no Chrome was found in PATH")
                                         : fmt::format("{} was not found in PATH", named));
}

// In a group of its own: Ctrl-C in the terminal is the simulator's, which then ends the browser.
struct Browser::Process {
    process::group group;
    process::pipe errors;
    process::child child;

    // Ends the whole group and tells how its leader ended (wait(2)). The leader is waited for last: until
    // then the number of the group is nobody else's. The group forgets it, and so will not be ended once
    // more.
    int end()
    {
        std::error_code ignored;
        group.terminate(ignored);
        child.wait(ignored);
        return child.native_exit_code();
    }
};

Browser::Browser(std::filesystem::path profile) : profile_(std::move(profile)) {}

std::expected<std::unique_ptr<Browser>, std::string>
Browser::start(std::filesystem::path const& program, StandIn const& stand_in, std::string const& url)
{
    std::error_code failed;
    auto const folder = std::filesystem::temp_directory_path(failed);
    remove_what_was_left(folder);
    auto profile = (folder / fmt::format("{}{}-XXXXXX", profile_prefix, ::getpid())).string();
    if (failed || ::mkdtemp(profile.data()) == nullptr)
        return std::unexpected(fmt::format("no folder for the browser's profile can be made at {}; TMPDIR "
                                           "names another place",
                                           profile));
    std::unique_ptr<Browser> browser(new Browser(profile));
    auto started = std::make_unique<Process>();
    auto const heard = sink_of(started->errors);
    started->child =
        process::child(program, process::args(arguments_for(profile, stand_in, url)),
                       process::std_in<process::null, process::std_out> process::null,
                       process::std_err > heard.get(), process::limit_handles,
                       process::extend::on_exec_setup([](auto&) { ::prctl(PR_SET_PDEATHSIG, SIGKILL); }),
                       started->group, failed);
    if (failed)
        return std::unexpected(
            fmt::format("{} could not be started: {}", program.string(), failed.message()));
    browser->id_ = started->child.id();
    browser->process_ = std::move(started);
    return browser;
}

Browser::~Browser()
{
    if (process_ && !ended()) {
        ::kill(-process_->group.native_handle(), SIGTERM);
        auto const latest = std::chrono::steady_clock::now() + end_patience;
        while (!ended() && std::chrono::steady_clock::now() < latest)
            std::this_thread::sleep_for(look_again);
    }
    if (process_)
        process_->end();
    std::error_code ignored;
    std::filesystem::remove_all(profile_, ignored);
}

std::optional<int> Browser::ended()
{
    if (!process_)
        return status_;
    auto const runs = !has_ended(process_->child.id());
    read_into(written_, process_->errors);
    if (runs)
        return status_;
    auto const status = process_->end(); // and what it started and left
    status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    process_.reset();
    return status_;
}

std::string Browser::last_words() const
{
    auto of_main_thread = last_of(written_, fmt::format("[{0}:{0}:", id_));
    return of_main_thread.empty() ? last_of(written_, "") : of_main_thread;
}

} // namespace postern::cli
