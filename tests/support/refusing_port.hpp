#pragma once

// A loopback port that refuses every connection for the length of a test. A port that was merely free a
// moment ago may be another test's by now.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fmt/format.h>

#include <string>

namespace postern::support {

class RefusingPort {
public:
    [[nodiscard]] std::string url() const
    {
        return fmt::format("http://127.0.0.1:{}", bound_.local_endpoint().port());
    }

private:
    boost::asio::io_context io_;
    // Bound, so that nobody else gets it; never listening, so that the system refuses.
    boost::asio::ip::tcp::socket bound_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
};

} // namespace postern::support
