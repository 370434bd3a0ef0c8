#include "simulator/lifecycle/install_remedies.hpp"

#include "base/assert.hpp"
#include "http/redirect.hpp"

#include <fmt/format.h>

namespace postern::simulator {
namespace {

std::string remedy_for_status(int status)
{
    if (status == 401 || status == 403)
        return "serve the descriptor to everybody: the host asks for it without a token";
    if (status >= 500)
        return "look into the app's own log: it failed while it handled the request";
    return "check the address; most apps serve their descriptor at /atlassian-connect.json";
}

std::string remedy_for_silence(std::chrono::seconds limit)
{
    return fmt::format("look into the app's own log: it has {} seconds to answer", limit.count());
}

} // namespace

std::string remedy_for_answer(int status, std::string const& key_server)
{
    if (status >= 200 && status < 300)
        return "answer 200 or 204; the host takes anything else for a refusal";
    if (http::is_redirect(status))
        return "answer the call itself: the host follows no redirect from a lifecycle address";
    auto const where_keys_are =
        key_server.empty()
            ? std::string()
            : fmt::format(
                  "the app has not asked for the key of this install, which is at {}/<kid>: an app on "
                  "atlassian-connect-express takes that address from CONNECT_KEYS_CDN_URL, postern "
                  "sample --simulator from --key-server",
                  key_server);
    if (status == 404 || status == 405)
        return "serve POST at the path that the descriptor's lifecycle names, below the base URL" +
               (where_keys_are.empty() ? "" : "; if it is served: " + where_keys_are);
    if (status >= 500)
        return "look into the app's own log: it failed while it handled the call" +
               (where_keys_are.empty() ? "" : "; " + where_keys_are);
    if (!where_keys_are.empty())
        return where_keys_are;
    if (status == 401 || status == 403)
        return "look into the app's own log: it knows the key that signed this, and refused it; the base URL "
               "of its descriptor must be the audience that it expects";
    return "answer 200 or 204; the host takes anything else for a refusal";
}

std::string remedy_for(net::SourceError const& error, std::chrono::seconds limit)
{
    using Cause = net::SourceError::Cause;
    switch (error.cause) {
    case Cause::no_connection:
        return "start the app first, and give the address and port that it listens on";
    case Cause::no_answer_in_time:
        return remedy_for_silence(limit);
    case Cause::untrusted:
        return "give its http:// address, or let this machine trust its certificate";
    case Cause::status:
        POSTERN_ASSERT(error.status, "what was answered has a status");
        return remedy_for_status(*error.status);
    case Cause::other:
        break;
    }
    return error.remedy.empty() ? "look into the app's own log, and check the address" : error.remedy;
}

std::string remedy_for(http::TransportFailureKind failure, std::chrono::seconds limit)
{
    using enum http::TransportFailureKind;
    switch (failure) {
    case name_not_resolved:
    case connection_refused:
        return "start the app, and give the address it listens on as its base URL";
    case timed_out:
        return remedy_for_silence(limit);
    case connection_lost:
        return "look into the app's own log: it closed the connection while it handled the call";
    case tls_failed:
        return "give an http:// address as the base URL, or let this machine trust the app's certificate";
    case cancelled:
        return "";
    case deadline_passed:
    case proxy_failed:
    case protocol_violated:
    case limit_exceeded:
        break;
    }
    return "look into the app's own log, and check the base URL of its descriptor";
}

std::string in_words(LifecycleResult const& refusal)
{
    return refusal.remedy.empty() ? refusal.reason : refusal.reason + "; " + refusal.remedy;
}

std::string in_words(platform::DescriptorError const& error)
{
    if (!error.position)
        return error.message;
    return fmt::format("{} (line {}, column {})", error.message, error.position->line,
                       error.position->column);
}

} // namespace postern::simulator
