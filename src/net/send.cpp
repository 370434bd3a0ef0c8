#include "net/send.hpp"

namespace postern::net {
namespace {

boost::asio::awaitable<http::Outcome> send(Client& client, http::Request request, Deadline deadline)
{
    auto sending = client.send(std::move(request), deadline);
    auto sent = co_await std::move(sending);
    co_return std::move(sent.outcome);
}

} // namespace

Send through(Client& client)
{
    return [&client](http::Request request, Deadline deadline) {
        return send(client, std::move(request), deadline);
    };
}

} // namespace postern::net
