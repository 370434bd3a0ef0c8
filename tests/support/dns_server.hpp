#pragma once

// A DNS server for tests, on a port of its own on loopback, with the few answers that a test gives it.

#include "net/dns_message.hpp"

#include <boost/asio.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace postern::support {

inline std::string number16(unsigned value)
{
    return {static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
}

inline std::string encoded(std::string_view name)
{
    std::string wire;
    while (!name.empty()) {
        auto const label = name.substr(0, name.find('.'));
        wire += static_cast<char>(label.size());
        wire += label;
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    return wire + '\0';
}

inline std::string record(std::string_view owner, net::DnsType type, std::string const& data)
{
    return encoded(owner) + number16(static_cast<unsigned>(type)) + number16(1) + std::string(4, '\0') +
           number16(static_cast<unsigned>(data.size())) + data;
}

inline std::string cname(std::string_view owner, std::string_view target)
{
    return record(owner, net::DnsType::cname, encoded(target));
}

inline constexpr unsigned nxdomain = 3;
inline constexpr unsigned servfail = 2;

struct DnsAnswer {
    unsigned code = 0;
    std::vector<std::string> records;
};

// Answers in the thread of `io`; silent to what it has no answer for.
class DnsServer {
public:
    explicit DnsServer(boost::asio::io_context& io)
        : socket_(io, boost::asio::ip::udp::endpoint(boost::asio::ip::address_v4::loopback(), 0))
    {
        receive();
    }

    [[nodiscard]] std::string address() const
    {
        return "127.0.0.1:" + std::to_string(socket_.local_endpoint().port());
    }
    void stop() { socket_.close(); }

    std::map<std::string, DnsAnswer> answers; // by the encoded name
    int asked = 0;

private:
    void receive()
    {
        socket_.async_receive_from(boost::asio::buffer(buffer_), from_,
                                   [this](boost::system::error_code const& error, std::size_t size) {
                                       if (error)
                                           return;
                                       ++asked;
                                       reply(std::string(buffer_.data(), size));
                                       receive();
                                   });
    }

    void reply(std::string const& question)
    {
        auto const end = question.find('\0', 12);
        auto const found = answers.find(question.substr(12, end + 1 - 12));
        if (found == answers.end())
            return;
        auto const& answer = found->second;
        auto message = question.substr(0, 2) + number16(0x8180 | answer.code) + number16(1) +
                       number16(static_cast<unsigned>(answer.records.size())) + number16(0) + number16(0) +
                       question.substr(12, end + 5 - 12);
        for (auto const& each : answer.records)
            message += each;
        socket_.send_to(boost::asio::buffer(message), from_);
    }

    boost::asio::ip::udp::socket socket_;
    boost::asio::ip::udp::endpoint from_;
    std::array<char, 512> buffer_{};
};

} // namespace postern::support
