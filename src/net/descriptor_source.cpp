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

constexpr std::string_view check_the_address = "check that this is the address or file of the descriptor";
constexpr std::string_view give_the_last = "give the address that the descriptor has in the end";

std::unexpected<SourceError> unusable(std::string message, std::string_view remedy)
{
    return std::unexpected(SourceError{
        .kind = SourceError::Kind::unusable, .message = std::move(message), .remedy = std::string(remedy)});
}

std::unexpected<SourceError> too_large(std::string const& name)
{
    return unusable(fmt::format("{} is larger than {} MiB, which no descriptor is", name,
                                descriptor_text_max_bytes / mebibyte),
                    check_the_address);
}

SourceError::Cause cause_of(http::TransportFailureKind kind)
{
    using enum http::TransportFailureKind;
    using Cause = SourceError::Cause;
    switch (kind) {
    case name_not_resolved:
    case connection_refused:
        return Cause::no_connection;
    case timed_out:
        return Cause::no_answer_in_time;
    case tls_failed:
        return Cause::untrusted;
    case connection_lost:
    case deadline_passed:
    case cancelled:
    case proxy_failed:
    case protocol_violated:
    case limit_exceeded:
        return Cause::other;
    }
    return Cause::other;
}

std::unexpected<SourceError> unanswered(std::string const& url, http::TransportFailure const& failure)
{
    if (failure.kind == http::TransportFailureKind::limit_exceeded)
        return unusable(
            fmt::format("{} answered with more than a descriptor can be: {}", url, failure.message),
            check_the_address);
    return std::unexpected(SourceError{
        .kind = SourceError::Kind::unreachable,
        .message = fmt::format("the descriptor at {} could not be fetched: {}", url, failure.message),
        .remedy = "",
        .cause = cause_of(failure.kind)});
}

// The server did answer, and not with the descriptor.
std::unexpected<SourceError> answered(int status, std::string message, std::string_view remedy,
                                      SourceError::Cause cause = SourceError::Cause::other)
{
    return std::unexpected(SourceError{.kind = SourceError::Kind::unreachable,
                                       .message = std::move(message),
                                       .remedy = std::string(remedy),
                                       .cause = cause,
                                       .status = status});
}

SourceText judge_response(std::string const& url, http::Response const& response)
{
    if (response.status != 200)
        return answered(response.status,
                        fmt::format("{} answered {} where the descriptor should be", url, response.status),
                        "check the address", SourceError::Cause::status);
    if (response.body_truncated() || response.body.size() > descriptor_text_max_bytes) {
        auto failure = too_large(url);
        failure.error().status = response.status;
        return failure;
    }
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
    for (auto hop = 0;; ++hop) {
        auto sending = send(request, deadline);
        auto const outcome = co_await std::move(sending);
        if (auto const* failure = std::get_if<http::TransportFailure>(&outcome))
            co_return unanswered(request.url, *failure);
        auto const& response = std::get<http::Response>(outcome);
        if (!http::is_redirect(response.status))
            co_return judge_response(request.url, response);
        auto next = http::next_hop(request, response, {});
        if (auto const* stop = std::get_if<http::Stop>(&next))
            co_return answered(
                response.status,
                fmt::format("the descriptor at {} could not be fetched: {}", request.url, stop->reason),
                give_the_last);
        if (hop == http::redirect_hops_max)
            co_return answered(response.status,
                               fmt::format("{} redirects more than {} times, probably in a circle", url,
                                           http::redirect_hops_max),
                               give_the_last);
        request = std::get<http::Request>(std::move(next));
    }
}

SourceText read_descriptor_file(std::string const& path)
{
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status) && path.contains("://"))
        return unusable(fmt::format("{} is neither http nor https", path),
                        "give the descriptor's URL or file");
    if (!std::filesystem::exists(status))
        return unusable(fmt::format("there is no file {}", path),
                        fmt::format("give the descriptor's URL{} or file",
                                    http::parse_url("http://" + path) ? ", as in http://" + path + "," : ""));
    if (std::filesystem::is_directory(status))
        return unusable(fmt::format("{} is a folder", path),
                        "give the descriptor's file in it, usually atlassian-connect.json");
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return unusable(fmt::format("{} cannot be read: {}", path, std::strerror(errno)), "");
    return read_descriptor_stream(file, path);
}

SourceText read_descriptor_stream(std::istream& in, std::string const& name)
{
    std::string text(descriptor_text_max_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad())
        return unusable(fmt::format("{} cannot be read to its end", name), "");
    if (text.size() > descriptor_text_max_bytes)
        return too_large(name);
    return text;
}

} // namespace postern::net
