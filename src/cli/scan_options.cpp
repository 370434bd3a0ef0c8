#include "cli/scan_options.hpp"

#include "cli/command.hpp"
#include "http/url.hpp"
#include "jwt/token.hpp"
#include "net/dns.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

namespace postern::cli {
namespace {

// CLI::Range takes "nan", which is neither below nor above.
CLI::Validator within(double least, double most)
{
    auto const check = [least, most](std::string const& text) {
        double value = 0;
        bool const read = CLI::detail::lexical_cast(text, value);
        return read && value >= least && value <= most
                   ? std::string()
                   : fmt::format("{} is not a number from {} to {}", text, least, most);
    };
    return CLI::Validator(check, "");
}

void add_limits(CLI::App& command, ScanOptions& options)
{
    command
        .add_option("--concurrency", options.concurrency,
                    "Requests under way at the same time to one host (default 8)")
        ->type_name("N")
        ->check(CLI::Range(1, concurrency_max).description(""));
    command.add_option("--rate", options.rate, "Requests a second to one host at most (default: no limit)")
        ->type_name("N")
        ->check(within(0.01, rate_max));
    command.add_option("--timeout", options.timeout_seconds, "Time limit of one request (default 30)")
        ->type_name("SECONDS")
        ->check(within(0.01, timeout_max_seconds));
    command.add_option("--deadline", options.deadline_seconds, "Time limit of the whole scan (default 900)")
        ->type_name("SECONDS")
        ->check(within(0.01, deadline_max_seconds));
}

void add_network(CLI::App& command, ScanOptions& options)
{
    command
        .add_option("--proxy", options.proxy,
                    "Proxy, as http://HOST:PORT (default: from https_proxy, http_proxy, all_proxy and "
                    "no_proxy in the environment)")
        ->type_name("URL");
    command
        .add_option("--dns-server", options.dns_server,
                    "Ask this name server instead of the system's, by its address; several with commas")
        ->type_name("ADDRESS[:PORT]");
    command
        .add_option("--ca-file", options.ca_file,
                    "Trust the certificates in this PEM file instead of the system's")
        ->type_name("FILE");
    command.add_flag_callback(
        "--insecure", [&options] { options.certificate_check = net::CertificateCheck::skipped; },
        "Do not check the target's certificate");
}

void check_file(std::string const& option, std::string const& path)
{
    std::error_code ignored;
    if (!path.empty() && path != "-" && !std::filesystem::exists(path, ignored))
        throw UsageError{fmt::format("{} {}: there is no such file", option, path)};
}

void check_ca_file(std::string const& path)
{
    check_file("--ca-file", path);
    constexpr std::size_t ca_file_max_bytes = 4 * 1024 * 1024;
    std::string text(path.empty() ? 0 : ca_file_max_bytes, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (!path.empty() && !text.contains("-----BEGIN CERTIFICATE-----") &&
        !text.contains("-----BEGIN TRUSTED CERTIFICATE-----"))
        throw UsageError{fmt::format("--ca-file {}: there is no certificate in PEM form in it", path)};
}

// A token in the place of its file is a secret already: it is not repeated.
void check_token_file(std::string const& path)
{
    if (jwt::parse(path))
        throw UsageError{
            "--user-jwt-file: this is the token itself; others can read a command line, so put it "
            "into a file that only you can read, and give the file"};
    check_file("--user-jwt-file", path);
}

void check_proxy(std::string const& proxy)
{
    if (proxy.empty())
        return;
    auto const with_scheme = proxy.contains("://") ? proxy : "http://" + proxy;
    auto const url = http::parse_url(with_scheme);
    if (url && (proxy.contains("://") || proxy.contains(':')))
        return;
    if (url)
        throw UsageError{"--proxy: a name alone is no proxy; give it as http://HOST:PORT"};
    // The value is not repeated: it may hold a password.
    if (url.error() == http::UrlError::has_userinfo)
        throw UsageError{"--proxy: a password does not belong on a command line, where others can read it; "
                         "put the address with its password into the environment variable https_proxy"};
    throw UsageError{fmt::format("--proxy: {}; give it as http://HOST:PORT", describe(url.error()))};
}

} // namespace

void add_scan_options(CLI::App& command, ScanOptions& options)
{
    command
        .add_option("descriptor", options.descriptor,
                    "The app's descriptor: its URL, a file, or - for standard input")
        ->type_name("DESCRIPTOR");
    command
        .add_option("--base-url", options.base_url,
                    "Where the app runs, instead of the descriptor's own baseUrl")
        ->type_name("URL");
    command
        .add_option(
            "--targets", options.targets_file,
            "Scan several apps: a file with a descriptor on each line, and behind a space the base URL "
            "if it is not the descriptor's; - is standard input")
        ->type_name("FILE");
    command.add_flag_callback(
        "--plan", [&options] { options.mode = ScanOptions::Mode::plan_only; },
        "Show the endpoints and the requests that would be sent, and send none of them");
    command
        .add_option("--user-jwt-file", options.user_token_file,
                    "File with the token of a user who is no administrator, for the check "
                    "admin-authorization; - is standard input")
        ->type_name("FILE");
    command
        .add_option(
            "--save-evidence", options.evidence_file,
            "Keep what was observed; `postern evaluate FILE` judges it again. What answers gave away, "
            "secrets of the app included, stands in it in clear")
        ->type_name("FILE");
    command.add_flag_callback(
        "--no-paths", [&options] { options.exposed_paths = evidence::ExposedPaths::Wish::turned_off; },
        "Do not ask for files that nobody should see (/.env, /.git/HEAD …) and for folders");
    add_limits(command, options);
    add_network(command, options);
}

void check_scan_options(ScanOptions const& options)
{
    if (options.descriptor.empty())
        throw UsageError{"the descriptor is missing; name its URL or file: postern scan "
                         "https://app.example/atlassian-connect.json"};
    if (!options.dns_server.empty() && !net::are_dns_servers(options.dns_server))
        throw UsageError{fmt::format("--dns-server {}: give the address of the server, as in 192.0.2.1, "
                                     "192.0.2.1:5353 or [2001:db8::1]:53",
                                     options.dns_server)};
    check_token_file(options.user_token_file);
    check_ca_file(options.ca_file);
    check_proxy(options.proxy);
    if (options.descriptor == "-" && options.user_token_file == "-")
        throw UsageError{"the descriptor and --user-jwt-file cannot both come from standard input"};
    if (!options.base_url.empty())
        if (auto const url = http::parse_url(options.base_url); !url)
            throw UsageError{fmt::format("--base-url {}: {}", options.base_url, describe(url.error()))};
    if (is_address(options.descriptor))
        if (auto const url = http::parse_url(options.descriptor); !url)
            throw UsageError{fmt::format("{}: {}", options.descriptor, describe(url.error()))};
    if (options.evidence_file == "-")
        throw UsageError{"--save-evidence -: evidence goes into a file, not to standard output; name a file"};
    auto const folder = std::filesystem::path(options.evidence_file).parent_path();
    std::error_code ignored;
    if (std::filesystem::is_directory(options.evidence_file, ignored))
        throw UsageError{
            fmt::format("--save-evidence {}: that is a folder; name a file in it", options.evidence_file)};
    if (!folder.empty() && !std::filesystem::is_directory(folder, ignored))
        throw UsageError{fmt::format("--save-evidence {}: there is no folder {}; make it first",
                                     options.evidence_file, folder.string())};
}

net::ClientOptions client_options(ScanOptions const& options, std::size_t body_max_bytes)
{
    using Milliseconds = std::chrono::duration<double, std::milli>;
    auto const timeout =
        std::chrono::ceil<std::chrono::milliseconds>(Milliseconds(options.timeout_seconds * 1000));
    net::ClientOptions client{.user_agent = "postern/" POSTERN_VERSION};
    client.request_timeout = timeout;
    client.connect_timeout = std::min(client.connect_timeout, timeout);
    client.requests_per_host_max = options.concurrency;
    client.requests_per_second = options.rate;
    client.response_body_max_bytes = body_max_bytes;
    client.certificate_check = options.certificate_check;
    client.ca_file = options.ca_file;
    client.proxy = options.proxy;
    return client;
}

net::TlsObserverOptions observer_options(ScanOptions const& options)
{
    auto const client = client_options(options, 0);
    net::TlsObserverOptions observer{.ca_file = options.ca_file};
    observer.connect_timeout = client.connect_timeout;
    observer.handshake_timeout = std::min(observer.handshake_timeout, client.request_timeout);
    return observer;
}

bool is_address(std::string const& descriptor)
{
    auto const lower = http::lower_case(descriptor.substr(0, 8));
    return lower.starts_with("http://") || lower.starts_with("https://");
}

} // namespace postern::cli
