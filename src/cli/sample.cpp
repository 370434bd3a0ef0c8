#include "cli/command.hpp"
#include "cli/log.hpp"
#include "cli/one_of.hpp"
#include "net/server.hpp"
#include "sample/app.hpp"
#include "sample/descriptor.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <memory>
#include <ostream>
#include <utility>

namespace postern::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view default_key_server = "https://connect-install-keys.atlassian.com";
constexpr std::string_view simulator_key_server = "http://localhost:2990/keys"; // of postern simulator
constexpr std::string_view simulator_host_rule = "localhost";
constexpr std::chrono::seconds stop_grace{2};
constexpr int certificate_days = 30;

enum class Transport { plain, tls };
enum class Host { product, simulator };

struct SampleOptions {
    std::string address = "127.0.0.1";
    int port = 3000;
    Transport transport = Transport::plain;
    std::string certificate_file; // PEM; empty: one is made
    std::string key_file;
    std::string base_url;
    Host host = Host::product;
    std::string key_server;              // empty: that of the host
    std::vector<std::string> host_rules; // none: those of the host
    sample::Panel panel = sample::Panel::dead_end;
    std::vector<std::string> weaknesses;
};

int list_weaknesses(std::ostream& out)
{
    std::size_t width = 0;
    for (auto const weakness : sample::all())
        width = std::max(width, name(weakness).size());
    for (auto const weakness : sample::all())
        out << fmt::format("{:{}}  {}\n", name(weakness), width, description(weakness));
    return exit_ok;
}

sample::WeaknessSet weaknesses_of(SampleOptions const& options)
{
    sample::WeaknessSet set;
    for (auto const& text : options.weaknesses) {
        auto const weakness = sample::weakness_from(text);
        if (!weakness)
            throw UsageError{fmt::format("--weakness {}: there is no such weakness; did you mean {}? "
                                         "--weakness help lists them all",
                                         text, name(sample::nearest(text)))};
        set.add(*weakness);
    }
    return set;
}

http::Url url_of(std::string const& option, std::string const& text)
{
    auto url = http::parse_url(text);
    if (!url)
        throw UsageError{fmt::format("{}: {}; give it as https://HOST", option, describe(url.error()))};
    if (url->has_query)
        throw UsageError{
            fmt::format("{}: a base URL has no query; leave out the ? and what follows", option)};
    return *std::move(url);
}

// Tokens of tenants are verified with what this server says: over plain http anybody on the way could say it.
http::Url key_server_of(SampleOptions const& options)
{
    auto const by_host = options.host == Host::simulator ? simulator_key_server : default_key_server;
    auto url = url_of("--key-server", options.key_server.empty() ? std::string(by_host) : options.key_server);
    if (url.scheme != "https" && !sample::is_loopback(url.host))
        throw UsageError{"--key-server: plain http is for loopback addresses only; use https"};
    return url;
}

std::vector<sample::HostRule> hosts_of(SampleOptions const& options)
{
    if (options.host_rules.empty()) {
        auto rules = sample::default_host_rules();
        if (options.host == Host::simulator)
            rules.push_back(sample::HostRule::parse(simulator_host_rule).value());
        return rules;
    }
    std::vector<sample::HostRule> rules;
    for (auto const& text : options.host_rules) {
        auto rule = sample::HostRule::parse(text);
        if (!rule)
            throw UsageError{"--host-rule: " + rule.error()};
        rules.push_back(*std::move(rule));
    }
    return rules;
}

// Where a browser on this machine reaches the app, unless --base-url says otherwise.
http::Url own_url(SampleOptions const& options, std::uint16_t port)
{
    auto const is_everywhere = options.address == "0.0.0.0" || options.address == "::";
    auto host = is_everywhere ? "127.0.0.1" : options.address;
    if (host.contains(':') && !host.starts_with('['))
        host = "[" + host + "]";
    http::Url url{.scheme = options.transport == Transport::tls ? "https" : "http",
                  .host = std::move(host),
                  .port = port,
                  .path = "/",
                  .query = "",
                  .has_query = false};
    return url;
}

std::string file_text(std::string const& option, std::string const& path)
{
    constexpr std::size_t file_max_bytes = 1024 * 1024;
    std::ifstream file(path, std::ios::binary);
    std::string text(file_max_bytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (text.empty())
        throw UsageError{
            fmt::format("{} {}: the file cannot be read; name a file in PEM form", option, path)};
    return text;
}

void check_identity(SampleOptions const& options)
{
    if (options.certificate_file.empty() != options.key_file.empty())
        throw UsageError{"--cert and --key belong together; give both, or only --tls"};
}

// The certificate is for the host that is called: the public one, where there is a proxy or tunnel that
// passes TLS through.
net::ServerOptions server_options(SampleOptions const& options, http::Url const& called)
{
    net::ServerOptions server{.address = options.address, .port = static_cast<std::uint16_t>(options.port)};
    if (options.transport == Transport::tls) {
        auto const is_ipv6 = called.host.starts_with('[');
        auto const host = is_ipv6 ? called.host.substr(1, called.host.size() - 2) : called.host;
        if (options.certificate_file.empty())
            server.tls = net::make_self_signed(host, certificate_days);
        else
            server.tls = net::TlsIdentity{.certificate_pem = file_text("--cert", options.certificate_file),
                                          .private_key_pem = file_text("--key", options.key_file)};
    }
    return server;
}

asio::awaitable<void> stop_server(net::Server& server)
{
    auto stopping = server.stop(std::chrono::steady_clock::now() + stop_grace);
    co_await std::move(stopping);
}

int serve(SampleOptions const& options, Environment& environment)
{
    check_identity(options);
    auto const weaknesses = weaknesses_of(options);
    auto const key_server = key_server_of(options);
    auto const hosts = hosts_of(options);
    std::optional<http::Url> public_url;
    if (!options.base_url.empty())
        public_url = url_of("--base-url", options.base_url);

    asio::io_context io(1);
    net::Client client(io.get_executor(), {.user_agent = "postern-sample/" POSTERN_VERSION});
    sample::HttpKeyServer keys(client, key_server);
    sample::HostAdministrators administrators(client, environment.clock, std::string(sample::app_key), hosts);
    auto const log = [&](std::string_view line) { (environment.err << line << '\n').flush(); };
    sample::App app(
        {.base_url = own_url(options, 0), .weaknesses = weaknesses, .panel = options.panel, .hosts = hosts},
        {.clock = environment.clock,
         .random = environment.random,
         .keys = keys,
         .administrators = administrators,
         .log = log});
    auto const listening = net::Server::listen(
        io.get_executor(), app, server_options(options, public_url.value_or(own_url(options, 0))));
    if (!listening) {
        log_problem(environment, listening.error());
        return exit_failed;
    }
    auto& server = **listening;
    auto const base_url = public_url.value_or(own_url(options, server.port()));
    app.set_base_url(base_url);

    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code const& error, int) {
        if (error)
            return;
        signals.clear(); // a second one ends the program at once
        client.stop();
        asio::co_spawn(io, stop_server(server), [&](std::exception_ptr) { io.stop(); });
    });
    environment.out << fmt::format("Sample app: {}/atlassian-connect.json\n", sample::base_url_text(base_url))
                    << std::flush;
    if (!sample::is_loopback(own_url(options, 0).host) || options.address == "0.0.0.0" ||
        options.address == "::")
        log_event(environment, {.level = LogLevel::warning,
                                .name = "listening",
                                .message = "the sample app can be reached from other machines",
                                .fields = nlohmann::ordered_json::object()});
    io.run();
    return exit_ok;
}

int sample_command(SampleOptions const& options, Environment& environment)
{
    if (std::ranges::find(options.weaknesses, "help") != options.weaknesses.end())
        return list_weaknesses(environment.out);
    return serve(options, environment);
}

void add_host_options(CLI::App& command, std::shared_ptr<SampleOptions> const& options)
{
    command
        .add_option("--base-url", options->base_url,
                    "Where the host reaches the app, if through a proxy or a tunnel")
        ->type_name("URL");
    command.add_flag_callback(
        "--simulator", [options] { options->host = Host::simulator; },
        "Be installed at postern simulator: where they are not given, the key server is " +
            std::string(simulator_key_server) + ", and the default host rules and " +
            std::string(simulator_host_rule) + " hold");
    command
        .add_option(
            "--key-server", options->key_server,
            "Where the public keys are that installs are verified with; URL/KID is fetched (default " +
                std::string(default_key_server) + ")")
        ->type_name("URL");
    command
        .add_option("--host-rule", options->host_rules,
                    "Sites that the app asks about users and that may frame it: site.example or "
                    "*.site.example; may be repeated (default *.atlassian.net, *.jira.com)")
        ->type_name("RULE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::vector<std::string_view> weakness_words()
{
    std::vector<std::string_view> words;
    for (auto const weakness : sample::all())
        words.push_back(name(weakness));
    words.emplace_back("help");
    return words;
}

} // namespace

void add_sample(CLI::App& app, Chosen& chosen)
{
    auto options = std::make_shared<SampleOptions>();
    auto& command =
        *app.add_subcommand("sample", "Run a small app that is secure, or weak in ways you choose");
    command.add_option("--weakness", options->weaknesses, "What to break; may be repeated; help lists them")
        ->type_name("NAME")
        ->check(suggested(weakness_words()))
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    std::map<std::string, sample::Panel> panels;
    for (auto const panel : sample::panels())
        panels.emplace(name(panel), panel);
    command
        .add_option("--panel", options->panel,
                    "What the panel does when its token has expired: dead-end, a bare 401; recovering, a 401 "
                    "that fetches the data with a fresh token; cacheable, a public shell (default dead-end)")
        ->transform(one_of(panels))
        ->type_name("KIND");
    command.add_option("--port", options->port, "Port to listen on; 0 takes a free one (default 3000)")
        ->type_name("N")
        ->check(CLI::Range(0, 65535).description(""));
    command.add_option("--address", options->address, "IP address to listen on (default 127.0.0.1)")
        ->type_name("IP");
    command.add_flag_callback(
        "--tls", [options] { options->transport = Transport::tls; },
        "Speak HTTPS, with a certificate that is made at the start");
    auto const tls = [options](std::string const&) { options->transport = Transport::tls; };
    command
        .add_option("--cert", options->certificate_file,
                    "Speak HTTPS with the certificate in this PEM file, and what leads to its authority")
        ->type_name("FILE")
        ->each(tls);
    command.add_option("--key", options->key_file, "The private key of --cert, in a PEM file")
        ->type_name("FILE")
        ->each(tls);
    add_host_options(command, options);
    command.footer("The first line on standard output names the descriptor's URL. Ctrl-C stops the app.\n"
                   "\nExamples:\n"
                   "  postern sample\n"
                   "  postern sample --port 0 --weakness open-html --weakness unsigned-install\n"
                   "  postern sample --simulator --panel recovering\n"
                   "  postern sample --key-server http://127.0.0.1:4000 --host-rule 127.0.0.1");
    command.callback([options, &chosen] {
        chosen = [options](Environment& environment) { return sample_command(*options, environment); };
    });
}

} // namespace postern::cli
