#include "net/descriptor_source.hpp"

#include "http/redirect.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <utility>
#include <variant>

namespace postern::net {
namespace {

constexpr auto mebibyte = 1024 * 1024;

std::unexpected<SourceError> unreachable(std::string message)
{
    return std::unexpected(SourceError{SourceError::Kind::unreachable, std::move(message)});
}

std::unexpected<SourceError> unusable(std::string message)
{
    return std::unexpected(SourceError{SourceError::Kind::unusable, std::move(message)});
}

std::unexpected<SourceError> too_large(std::string const& name)
{
    return unusable(
        fmt::format("{} is larger than {} MiB, which no descriptor is; check that this is the address or "
                    "file of the descriptor",
                    name, descriptor_text_max_bytes / mebibyte));
}

std::string_view remedy(http::TransportFailureKind kind)
{
    return kind == http::TransportFailureKind::tls_failed
               ? "; trust its certificate with --ca-file FILE, do without the check with --insecure, or try "
                 "http:// if nothing speaks TLS there"
               : "";
}

SourceText judge_response(std::string const& url, http::Response const& response)
{
    if (response.status != 200)
        return unreachable(
            fmt::format("{} answered {} where the descriptor should be; check the address, or give a "
                        "local copy and --base-url",
                        url, response.status));
    if (response.body_truncated() || response.body.size() > descriptor_text_max_bytes)
        return too_large(url);
    return response.body;
}

} // namespace

boost::asio::awaitable<SourceText> fetch_descriptor(Client& client, std::string url, Deadline deadline)
{
    return fetch_descriptor(through(client), std::move(url), deadline);
}

boost::asio::awaitable<SourceText> fetch_descriptor(Send send, std::string url, Deadline deadline)
{
    http::Request request{.url = url};
    request.headers.set("Accept", "application/json");
    for (auto hop = 0; hop <= http::redirect_hops_max; ++hop) {
        auto sending = send(request, deadline);
        auto const outcome = co_await std::move(sending);
        if (auto const* failure = std::get_if<http::TransportFailure>(&outcome)) {
            if (failure->kind == http::TransportFailureKind::limit_exceeded)
                co_return unusable(
                    fmt::format("{} answered with more than a descriptor can be: {}; check that "
                                "this is the address of the descriptor",
                                request.url, failure->message));
            co_return unreachable(fmt::format("the descriptor at {} could not be fetched: {}{}", request.url,
                                              failure->message, remedy(failure->kind)));
        }
        auto const& response = std::get<http::Response>(outcome);
        if (!http::is_redirect(response.status))
            co_return judge_response(request.url, response);
        auto next = http::next_hop(request, response, {});
        if (auto const* stop = std::get_if<http::Stop>(&next))
            co_return unreachable(
                fmt::format("the descriptor at {} could not be fetched: {}", request.url, stop->reason));
        request = std::get<http::Request>(std::move(next));
    }
    co_return unreachable(
        fmt::format("{} redirects more than {} times, probably in a circle; give the address that the "
                    "descriptor has in the end",
                    url, http::redirect_hops_max));
}

SourceText read_descriptor_file(std::string const& path)
{
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status) && path.contains("://"))
        return unusable(fmt::format("{} is neither http nor https; give the descriptor's URL or file", path));
    if (!std::filesystem::exists(status))
        return unusable(fmt::format("there is no file {}; give the descriptor's URL{} or file", path,
                                    http::parse_url("http://" + path) ? ", as in http://" + path + "," : ""));
    if (std::filesystem::is_directory(status))
        return unusable(fmt::format("{} is a folder; give the descriptor's file in it, usually "
                                    "atlassian-connect.json",
                                    path));
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return unusable(fmt::format("{} cannot be read: {}", path, std::strerror(errno)));
    return read_descriptor_stream(file, path);
}

SourceText read_descriptor_stream(std::istream& in, std::string const& name)
{
    std::string text(descriptor_text_max_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad())
        return unusable(fmt::format("{} cannot be read to its end", name));
    if (text.size() > descriptor_text_max_bytes)
        return too_large(name);
    return text;
}

} // namespace postern::net
