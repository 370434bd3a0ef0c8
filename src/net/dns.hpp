#pragma once

// Questions to the DNS over c-ares, driven by Asio. What the DNS says is data: that a name does not exist,
// that a server failed and that none answered are three different things.

#include "net/deadline.hpp"
#include "net/dns_message.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace postern::net {

struct DnsOptions {
    // "127.0.0.1:5353,[2001:db8::1]"; empty: the system's, from /etc/resolv.conf.
    std::string servers;
    std::chrono::milliseconds try_timeout{2000}; // of the first try; the following wait longer
    int tries = 2;                               // of each server
};

struct DnsReply {
    enum class Status {
        answered,     // there is such a name, perhaps without a record of this type
        no_such_name, // NXDOMAIN; `records` may hold the chain that led there
        refused,      // the server did not want to, or could not: SERVFAIL, REFUSED …
        silent        // no answer in time, or no server could be reached
    };
    Status status = Status::silent;
    std::vector<DnsRecord> records; // of the type that was asked for, and the CNAMEs on the way
    std::string detail;             // in words, where the status is not `answered`
};
[[nodiscard]] std::string_view name(DnsReply::Status status);

// Whether `servers` can be DnsOptions::servers.
[[nodiscard]] bool are_dns_servers(std::string const& servers);

// Lives on one executor (one thread). Questions that are under way when it ends get no answer: end them
// first.
class DnsResolver {
public:
    DnsResolver(boost::asio::any_io_executor executor, DnsOptions const& options);
    ~DnsResolver();
    DnsResolver(DnsResolver const&) = delete;
    DnsResolver& operator=(DnsResolver const&) = delete;

    // Never throws for what the network does. `name` is asked for as it is: no search list, no /etc/hosts.
    [[nodiscard]] boost::asio::awaitable<DnsReply> ask(std::string name, DnsType type, Deadline deadline);

    // From now on every question, under way or new, ends as silent.
    void stop();

private:
    class Engine;
    std::shared_ptr<Engine> engine_;
};

} // namespace postern::net
