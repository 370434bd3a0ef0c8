// The cost of a scan: a target with 50 page endpoints that answers 401 after 50 ms, scanned by the real
// binary in a process of its own. Prints the wall time against its bound (requests x 50 ms / concurrency),
// CPU time and peak memory. Usage: postern_bench_scan POSTERN

#include "net/server.hpp"

#include <boost/asio.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <spawn.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace postern;
using namespace std::chrono_literals;

constexpr int endpoint_count = 50;
constexpr auto answer_delay = 50ms;
constexpr int concurrency = 8;
constexpr double wall_ratio_max = 1.15;
constexpr double cpu_seconds_max = 0.4;
constexpr double peak_mebibytes_max = 40;

std::string descriptor(std::string const& base_url)
{
    nlohmann::json pages = nlohmann::json::array();
    for (auto i = 0; i < endpoint_count; ++i)
        pages.push_back({{"key", fmt::format("page-{}", i)},
                         {"name", {{"value", "A page"}}},
                         {"url", fmt::format("/page/{}?issue={{issue.key}}", i)}});
    return nlohmann::json{{"key", "com.example.postern.bench"},
                          {"name", "Fifty pages"},
                          {"baseUrl", base_url},
                          {"authentication", {{"type", "jwt"}}},
                          {"modules", {{"generalPages", pages}}}}
        .dump();
}

class SlowTarget final : public net::Service {
public:
    explicit SlowTarget(asio::any_io_executor executor) : executor_(std::move(executor)) {}

    asio::awaitable<http::Response> handle(http::Request request) override
    {
        if (request.url.ends_with("/atlassian-connect.json")) {
            auto const base = request.url.substr(0, request.url.rfind('/'));
            co_return http::make_response(200, "application/json", descriptor(base));
        }
        asio::steady_timer timer(executor_, answer_delay);
        auto waiting = timer.async_wait(asio::use_awaitable);
        co_await std::move(waiting);
        co_return http::make_response(401, "text/plain", "Could not find authentication data on request");
    }

private:
    asio::any_io_executor executor_;
};

struct Run {
    int status = 0;
    double wall_seconds = 0;
    double cpu_seconds = 0;
    double peak_mebibytes = 0;
};

double seconds(timeval const& value) { return static_cast<double>(value.tv_sec) + value.tv_usec / 1e6; }

Run run(std::vector<std::string> arguments)
{
    std::vector<char*> argv;
    for (auto& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    auto const started = std::chrono::steady_clock::now();
    if (auto const error = ::posix_spawn(&child, argv[0], nullptr, nullptr, argv.data(), environ);
        error != 0) {
        fmt::print(stderr, "cannot start {}: {}\n", argv[0], std::strerror(error));
        std::exit(1);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    auto const wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - started);
    return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            .wall_seconds = wall.count(),
            .cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime),
            .peak_mebibytes = static_cast<double>(usage.ru_maxrss) / 1024};
}

std::size_t requests_in(std::filesystem::path const& report)
{
    std::ifstream file(report);
    return nlohmann::json::parse(file).at("exchanges").size();
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        fmt::print(stderr, "usage: {} POSTERN\n", argv[0]);
        return 64;
    }
    asio::io_context io;
    SlowTarget target(io.get_executor());
    auto server = net::Server::listen(io.get_executor(), target, {});
    if (!server) {
        fmt::print(stderr, "{}\n", server.error());
        return 1;
    }
    std::jthread const serving([&] { io.run(); });

    auto const report =
        std::filesystem::temp_directory_path() / fmt::format("postern-bench-{}.json", ::getpid());
    auto const measured =
        run({argv[1], "scan", fmt::format("http://127.0.0.1:{}/atlassian-connect.json", (*server)->port()),
             "--concurrency", std::to_string(concurrency), "--format", "json", "--out", report.string()});
    io.stop();
    if (measured.status != 0) {
        fmt::print(stderr, "the scan ended with {}\n", measured.status);
        return 1;
    }
    auto const requests = requests_in(report);
    std::filesystem::remove(report);
    auto const bound =
        static_cast<double>(requests) * std::chrono::duration<double>(answer_delay).count() / concurrency;
    fmt::print("scan of {} endpoints, each answering 401 after {} ms, {} at a time\n", endpoint_count,
               answer_delay.count(), concurrency);
    fmt::print("  requests     {:8}\n", requests);
    fmt::print("  wall time    {:8.2f} s   {:.3f} x the bound of {:.2f} s (limit {})\n",
               measured.wall_seconds, measured.wall_seconds / bound, bound, wall_ratio_max);
    fmt::print("  CPU time     {:8.2f} s   (limit {})\n", measured.cpu_seconds, cpu_seconds_max);
    fmt::print("  peak memory  {:8.1f} MiB (limit {})\n", measured.peak_mebibytes, peak_mebibytes_max);
    auto const within = measured.wall_seconds <= bound * wall_ratio_max &&
                        measured.cpu_seconds <= cpu_seconds_max &&
                        measured.peak_mebibytes <= peak_mebibytes_max;
    return within ? 0 : 1;
}
